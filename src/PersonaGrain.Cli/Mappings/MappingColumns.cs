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

        foreach (var (path, column) in Missing(document, listed))
        {
            faults.Add(path, column, "$.format.columns does not name this column");
        }
    }

    /// <summary>Every column that the mapping reads and a table does not have, and where the mapping names it.</summary>
    public static IEnumerable<(string Path, string Column)> Missing(MappingDocument document, IReadOnlySet<string> present) =>
        All(document).Where(named => named.Column.Length > 0 && !present.Contains(named.Column));

    private static IEnumerable<(string Path, string Column)> All(MappingDocument document)
    {
        yield return ("$.profile", document.Profile);
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
