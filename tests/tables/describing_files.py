"""What the tests of cards share."""

from nnspec.references.project import project_paths
from nnspec.tables.data_files import find_data_files
from nnspec.tables.describing.describe import describe_files


def card_of(folder, name):
    """Make the card of data in a folder."""
    return describe_files(find_data_files(name, paths=project_paths(folder), path=()), source=name)


def column_of(folder, name, column):
    """Make the card of one column of data in a folder."""
    return card_of(folder, name).columns[column]
