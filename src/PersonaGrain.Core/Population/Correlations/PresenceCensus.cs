using System.Buffers;
using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.Correlations;

/// <summary>How many people have each measure, each outcome, and both.</summary>
public sealed class PresenceCensus : CensusSection
{
    /// <inheritdoc />
    public override string Name => "presence";

    /// <summary>The counts.</summary>
    public PopulationCounts Counts { get; private set; } = new();

    /// <inheritdoc />
    public override void Add(in CensusSubject person, int step)
    {
        if (step > 0)
        {
            Counts.Add(person.Machine, person.State);
        }
        else
        {
            Counts.Remove(person.Machine, person.State);
        }
    }

    /// <inheritdoc />
    public override void Merge(CensusSection other) => Counts.Merge(((PresenceCensus)other).Counts);

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target) => Counts.Write(target);

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<byte> source) => Counts = PopulationCounts.Read(source);
}
