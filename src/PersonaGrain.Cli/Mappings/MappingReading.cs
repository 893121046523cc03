using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>What came of reading a mapping file: the mapping, or every fault at once.</summary>
internal abstract record MappingReading
{
    private MappingReading()
    {
    }

    /// <summary>The mapping is sound.</summary>
    public sealed record Sound(MappingDocument Document) : MappingReading;

    /// <summary>The mapping can not be used.</summary>
    public sealed record Faulty(IReadOnlyList<DocumentFault> Faults) : MappingReading;
}
