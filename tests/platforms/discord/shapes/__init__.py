"""Shapes: the forms that Discord takes, as strict structs, after its OpenAPI document (version 10)."""
