"""How a map looks: pictures, outlines, matrices and ledgers, made from values."""
