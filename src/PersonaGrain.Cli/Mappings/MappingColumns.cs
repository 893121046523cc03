using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>The columns that a mapping reads, by where it names them.</summary>
internal static class MappingColumns
{
    /// <summary>Where the mapping lists its columns, every column it reads must be among them, and none listed twice.</summary>
    public static void Check(MappingDocument document, FaultList faults)
    {
        if (document.Format.Columns.Count == 0)
        {
            return;
        }

        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in document.Format.Columns)
        {
            if (!listed.Add(column))
            {
                faults.Add("$.format.columns", column, "named twice; give each column its own name");
            }
        }

        foreach (var (path, column) in Missing(document, new TableColumns(document.Format.Columns)))
        {
            faults.Add(path, column, "$.format.columns does not name this column");
        }
    }

    /// <summary>Without a header and a list of columns, every column is named by its position.</summary>
    public static void CheckPositions(MappingDocument document, FaultList faults)
    {
        if (document.Format.Header || document.Format.Columns.Count > 0)
        {
            return;
        }

        if (Read(document).Any(named => !TableColumns.TryPosition(named.Column, out _)))
        {
            faults.Add("$.format.columns", null, "the file has no header: name its columns here, in order, or name each by its position, such as \"#3\"");
        }
    }

    /// <summary>Every column that the mapping reads and a table does not have, and where the mapping names it.</summary>
    public static IEnumerable<(string Path, string Column)> Missing(MappingDocument document, TableColumns columns) =>
        Read(document).Where(named => columns.Find(named.Column) < 0);

    /// <summary>Every column that the mapping reads and that the table has more than once.</summary>
    public static IEnumerable<(string Path, string Column)> Ambiguous(MappingDocument document, TableColumns columns) =>
        Read(document).Where(named => columns.IsAmbiguous(named.Column));

    // A column without a name is a fault that was told already.
    private static IEnumerable<(string Path, string Column)> Read(MappingDocument document) => All(document).Where(named => named.Column.Length > 0);

    private static IEnumerable<(string Path, string Column)> All(MappingDocument document)
    {
        yield return (document.Profile.Kind is null ? "$.profile" : "$.profile.column", document.Profile.Column);
        for (var index = 0; index < document.Identities.Count; index++)
        {
            var identity = document.Identities[index];
            yield return ($"$.identities[{index}]{(identity.Kind is null ? string.Empty : ".column")}", identity.Column);
        }

        yield return ("$.type.column", document.Type.Column ?? string.Empty);
        yield return ("$.time.column", document.Time.Column);
        for (var index = 0; index < document.Value.Count; index++)
        {
            yield return (document.Value.Count == 1 ? "$.value" : $"$.value.product[{index}]", document.Value[index]);
        }

        foreach (var field in document.Attributes)
        {
            yield return (DocumentPath.Append("$.attributes", field.Name), field.Column);
        }

        foreach (var field in document.Traits)
        {
            yield return (DocumentPath.Append("$.traits", field.Name), field.Column);
        }

        for (var index = 0; index < document.Skip.Count; index++)
        {
            yield return ($"$.skip[{index}].column", document.Skip[index].Column);
        }

        for (var index = 0; index < document.Id.Columns.Count; index++)
        {
            yield return ($"$.id.columns[{index}]", document.Id.Columns[index]);
        }
    }
}
