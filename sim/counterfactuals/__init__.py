"""What would have happened otherwise: pairs of worlds that share all luck but the thing changed."""
