using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The learned weights of each score that has an outcome.</summary>
public sealed class OutcomeSection : PopulationSection
{
    internal const string SectionName = "weights";

    private static readonly TimeSpan LeastAge = TimeSpan.FromHours(1);
    private readonly OutcomeState[] _states;

    /// <summary>What was learned of each score.</summary>
    /// <param name="states">Of each score once.</param>
    /// <param name="interval">How long after the generation before it was learned.</param>
    /// <param name="intervalBefore">The same of the generation before.</param>
    public OutcomeSection(IEnumerable<OutcomeState> states, TimeSpan interval, TimeSpan intervalBefore = default)
    {
        _states = [.. states.OrderBy(static state => state.Score, StringComparer.Ordinal)];
        (Interval, IntervalBefore) = (interval, intervalBefore);
    }

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>The scores, by name.</summary>
    public IReadOnlyList<OutcomeState> States => _states;

    /// <summary>How long after the generation before it was learned.</summary>
    public TimeSpan Interval { get; }

    /// <summary>The interval of the generation before.</summary>
    public TimeSpan IntervalBefore { get; }

    /// <summary>
    /// From what age on a generation is old: three times the longer of the last two intervals, so that one generation out of turn does not make the next
    /// one late; or an hour where that is longer.
    /// </summary>
    public TimeSpan OldFrom => new(Math.Max(LeastAge.Ticks, 3 * Math.Max(Interval.Ticks, IntervalBefore.Ticks)));

    /// <summary>Whether the same versions of weights are applied as another says.</summary>
    public bool AppliesTheWeightsOf(OutcomeSection? other) =>
        Array.TrueForAll(_states, state => state.Applied?.Version == other?.Of(state.Score)?.Applied?.Version);

    /// <summary>What was learned of a score; null where nothing was.</summary>
    public OutcomeState? Of(string score) => Array.Find(_states, state => state.Score == score);

    /// <summary>The same with another state in the place of that of its score, such as one that was rolled back.</summary>
    public OutcomeSection With(OutcomeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new OutcomeSection(_states.Where(one => one.Score != state.Score).Append(state), Interval, IntervalBefore);
    }

    /// <summary>What was learned of a score as a catalog has it; null where that was of other measures or constants.</summary>
    public OutcomeState? Of(PredictedScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return Of(score.Name) is { } state && state.Features == score.Features ? state : null;
    }

    /// <summary>What was learned of a score as it is compiled; null where that was of other measures or constants.</summary>
    internal OutcomeState? Of(ScoreShape score) => Of(score.Name) is { } state && state.Features == score.Features ? state : null;

    /// <inheritdoc />
    /// <remarks>Only where other weights are applied, and a segment asks for the score or profiles are sorted by it.</remarks>
    public override bool Decides(Catalog catalog, PopulationSection? before)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var (asked, known) = (AskedScores.Of(catalog), before as OutcomeSection);
        return Array.Exists(catalog.Model.Scores, score => score.LearnsWeights && asked.Contains(score.Name)
            && !Applied(score).AsSpan().SequenceEqual(known is null ? [] : known.Applied(score)));
    }

    private double[] Applied(ScoreShape score) => Of(score)?.Applied?.Weights ?? [];

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Signed(Interval.Ticks);
        writer.Signed(IntervalBefore.Ticks);
        writer.Unsigned((ulong)_states.Length);
        foreach (var state in _states)
        {
            OutcomeStateCodec.Write(writer, state);
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static OutcomeSection Read(byte version, ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var (interval, intervalBefore) = (new TimeSpan(reader.Signed()), new TimeSpan(reader.Signed()));
        var states = new OutcomeState[reader.Count()];
        foreach (ref var state in states.AsSpan())
        {
            state = OutcomeStateCodec.Read(ref reader);
        }

        return new OutcomeSection(states, interval, intervalBefore);
    }
}
