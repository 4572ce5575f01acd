"""The archive: a matter filed as one package that is read and checked without the product. It knows no case."""
