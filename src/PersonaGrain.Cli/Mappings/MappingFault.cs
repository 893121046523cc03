namespace PersonaGrain.Cli.Mappings;

/// <summary>One thing wrong with a mapping file.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.time.format</c>.</param>
/// <param name="Value">What stands there, shortened, or null where something is missing.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record MappingFault(string Path, string? Value, string Message);

/// <summary>What came of reading a mapping file: the mapping, or every fault at once.</summary>
internal abstract record MappingReading
{
    private MappingReading()
    {
    }

    /// <summary>The mapping is sound.</summary>
    public sealed record Sound(MappingDocument Document) : MappingReading;

    /// <summary>The mapping can not be used.</summary>
    public sealed record Faulty(IReadOnlyList<MappingFault> Faults) : MappingReading;
}
