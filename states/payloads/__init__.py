"""What commands carry: one closed, frozen class per row that carries more than itself."""
