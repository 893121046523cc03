namespace PersonaGrain.Cli.Mappings;

/// <summary>The columns that a mapping reads, by where it names them.</summary>
internal static class MappingColumns
{
    /// <summary>Where the mapping lists its columns, every column it reads must be among them, and none listed twice.</summary>
    public static void Check(MappingDocument document, List<MappingFault> faults)
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
                faults.Add(new MappingFault("$.format.columns", column, "named twice; give each column its own name"));
            }
        }

        faults.AddRange(Missing(document, listed, "$.format.columns does not name this column"));
    }

    /// <summary>A fault for every column that the mapping reads and a table does not have.</summary>
    public static IEnumerable<MappingFault> Missing(MappingDocument document, IReadOnlySet<string> present, string message)
    {
        foreach (var (path, column) in All(document))
        {
            if (column.Length > 0 && !present.Contains(column))
            {
                yield return new MappingFault(path, column, message);
            }
        }
    }

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
            yield return ($"$.attributes.{field.Name}", field.Column);
        }

        foreach (var field in document.Traits)
        {
            yield return ($"$.traits.{field.Name}", field.Column);
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
