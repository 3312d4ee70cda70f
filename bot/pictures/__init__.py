"""Pictures of figures, pure: values and words go in, a PNG and the words that stand for it come out."""
