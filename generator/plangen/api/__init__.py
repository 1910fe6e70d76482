"""The whole way from files to results, behind the public face and the command line."""
