"""Many settings of one scenario: estimated, computed part by part, resumed and replayed."""
