"""Made-up people: what the product's judgement is tried on before real people rely on it."""
