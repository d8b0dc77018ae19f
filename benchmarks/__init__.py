"""Speed and memory against what people would use instead: ratios, measured side by side in one run, medians."""
