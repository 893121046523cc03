using System.Globalization;

namespace PersonaGrain.Cli.Mappings;

/// <summary>The columns of one table, found by name or by position: <c>#3</c> is the third, unless a column has that very name.</summary>
internal sealed class TableColumns(IReadOnlyList<string> names)
{
    /// <summary>The names in order; of a table without names, the positions.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many there are.</summary>
    public int Count => names.Count;

    /// <summary>The columns of a table of which only their number is known.</summary>
    public static TableColumns Unnamed(int count) => new([.. Enumerable.Range(1, count).Select(static position => $"#{position}")]);

    /// <summary>Where a column stands, from 0; -1 where there is none.</summary>
    public int Find(string column)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] == column)
            {
                return index;
            }
        }

        return TryPosition(column, out var position) && position <= names.Count ? position - 1 : -1;
    }

    /// <summary>Whether more than one column has this name.</summary>
    public bool IsAmbiguous(string column) => names.Count(name => name == column) > 1;

    /// <summary>The position that a text such as <c>#3</c> names, from 1.</summary>
    public static bool TryPosition(string column, out int position)
    {
        position = 0;
        return column.StartsWith('#') &&
            int.TryParse(column.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out position) && position > 0;
    }
}
