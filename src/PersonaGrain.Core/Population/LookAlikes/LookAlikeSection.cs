using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>What tells the members of segments from others, by look-alike.</summary>
public sealed class LookAlikeSection : PopulationSection
{
    internal const string SectionName = "look-alikes";

    private readonly LookAlikeState[] _states;

    /// <summary>What is known of each look-alike, each once.</summary>
    public LookAlikeSection(IEnumerable<LookAlikeState> states) => _states = [.. states.OrderBy(static state => state.Score, StringComparer.Ordinal)];

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    /// <remarks>2 where values of traits are compared, which an earlier program can not read.</remarks>
    public override byte Version => (byte)(Array.Exists(_states, static state => state.Model is { Traits.Count: > 0 }) ? 2 : 1);

    /// <summary>The look-alikes, by name.</summary>
    public IReadOnlyList<LookAlikeState> States => _states;

    /// <summary>What is known of a look-alike; null where nothing.</summary>
    public LookAlikeState? Of(string score) => Array.Find(_states, state => state.Score == score);

    /// <summary>What is known of a look-alike as a catalog has it; null where that was learned from something else.</summary>
    public LookAlikeState? Of(Catalog catalog, string score)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return Array.Find(catalog.Model.Scores, shape => shape.Name == score) is { } found ? Of(found) : null;
    }

    /// <summary>What is known of a look-alike as it is compiled; null where that was learned from something else.</summary>
    internal LookAlikeState? Of(ScoreShape score) =>
        score.Similarity is not null && Of(score.Name) is { } state && state.Features == score.Features ? state : null;

    /// <inheritdoc />
    /// <remarks>Only where another model is in force, and a segment asks for the score or people are sorted by it.</remarks>
    public override bool Decides(Catalog catalog, PopulationSection? before)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var (asked, known) = (AskedScores.Of(catalog), before as LookAlikeSection);
        return Array.Exists(catalog.Model.Scores, score => score.Similarity is not null && asked.Contains(score.Name)
            && (Of(score)?.Model is { } model ? !model.IsSameAs(known?.Of(score)?.Model) : known?.Of(score)?.Model is not null));
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)_states.Length);
        foreach (var state in _states)
        {
            LookAlikeCodec.Write(writer, state);
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static LookAlikeSection Read(byte version, ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var states = new LookAlikeState[reader.Count()];
        foreach (ref var state in states.AsSpan())
        {
            state = LookAlikeCodec.Read(ref reader);
        }

        return new LookAlikeSection(states);
    }
}
