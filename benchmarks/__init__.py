"""Measurements, each run by hand. Figures in comments and pages say on which machine they were taken."""
