"""The demo town, built through the same actions people use: executable specification, demonstration and load test."""
