using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PersonaGrain.Profiles.Tallies;

namespace PersonaGrain.Scoring;

/// <summary>Four terms of a score side by side, so that four are evaluated at once; a lane without a term gives nothing.</summary>
/// <remarks>~15 ns per block with registers of four, no allocation (ProfileBenchmarks.Scores). Points are split by sign, since what raises a score and what lowers it are summed apart.</remarks>
internal readonly struct TermBlock
{
    /// <summary>Terms in a block.</summary>
    internal const int Lanes = 4;

    private readonly (int A, int B, int C, int D) _slots;
    private readonly Vector256<double> _decayRates;
    private readonly Vector256<double> _saturations;
    private readonly Vector256<double> _risingFrequency;
    private readonly Vector256<double> _fallingFrequency;
    private readonly Vector256<double> _risingRecency;
    private readonly Vector256<double> _fallingRecency;
    private readonly Vector256<double> _correlation;

    private TermBlock(ReadOnlySpan<WeighedTerm> terms)
    {
        // A lane without a term reads the first term's tally and weighs it with nothing.
        Span<WeighedTerm> lanes = stackalloc WeighedTerm[Lanes];
        lanes.Fill(new WeighedTerm(terms[0].Slot, 0, Saturation: 1, 0, 0, 0, 0, 0));
        terms.CopyTo(lanes);
        _slots = (lanes[0].Slot, lanes[1].Slot, lanes[2].Slot, lanes[3].Slot);
        _decayRates = Vector256.Create(lanes[0].DecayRate, lanes[1].DecayRate, lanes[2].DecayRate, lanes[3].DecayRate);
        _saturations = Vector256.Create(lanes[0].Saturation, lanes[1].Saturation, lanes[2].Saturation, lanes[3].Saturation);
        var frequency = Vector256.Create(lanes[0].FrequencyPoints, lanes[1].FrequencyPoints, lanes[2].FrequencyPoints, lanes[3].FrequencyPoints);
        var recency = Vector256.Create(lanes[0].RecencyPoints, lanes[1].RecencyPoints, lanes[2].RecencyPoints, lanes[3].RecencyPoints);
        _risingFrequency = Vector256.Max(frequency, default);
        _fallingFrequency = Vector256.Max(-frequency, default);
        _risingRecency = Vector256.Max(recency, default);
        _fallingRecency = Vector256.Max(-recency, default);
        _correlation = Vector256.Create(lanes[0].CorrelationPoints, lanes[1].CorrelationPoints, lanes[2].CorrelationPoints, lanes[3].CorrelationPoints);
    }

    /// <summary>The terms of a score in blocks.</summary>
    internal static TermBlock[] Of(ReadOnlySpan<WeighedTerm> terms)
    {
        var blocks = new TermBlock[(terms.Length + Lanes - 1) / Lanes];
        for (var index = 0; index < blocks.Length; index++)
        {
            var rest = terms[(index * Lanes)..];
            blocks[index] = new TermBlock(rest[..Math.Min(Lanes, rest.Length)]);
        }

        return blocks;
    }

    /// <summary>Adds what the four terms give at now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddTo(ref Sums sums, MeasureTally[] tallies, long now, Vector256<double> recencyRate)
    {
        ref readonly var a = ref tallies[_slots.A];
        ref readonly var b = ref tallies[_slots.B];
        ref readonly var c = ref tallies[_slots.C];
        ref readonly var d = ref tallies[_slots.D];
        var last = Vector256.Create(a.Last, b.Last, c.Last, d.Last);
        var ages = Vector256.ConvertToDouble(Vector256.Create(now) - last);

        // What never occurred has no last instant. A sum below 0 counts as 0, so that every part only shrinks with time.
        var occurred = Vector256.GreaterThan(last, Vector256<long>.Zero).AsDouble();
        var held = Vector256.MaxNative(Vector256.Create(a.Frequency, b.Frequency, c.Frequency, d.Frequency), Vector256<double>.Zero);
        var decayed = held * Decay.Factor(_decayRates, ages);
        var frequency = decayed / (decayed + _saturations);
        var recency = Decay.Factor(recencyRate, ages) & occurred;
        sums.Rising = Vector256.FusedMultiplyAdd(_risingFrequency, frequency, Vector256.FusedMultiplyAdd(_risingRecency, recency, sums.Rising));
        sums.Falling = Vector256.FusedMultiplyAdd(_fallingFrequency, frequency, Vector256.FusedMultiplyAdd(_fallingRecency, recency, sums.Falling));
        sums.Constant += _correlation & occurred;
    }

    /// <summary>The sums so far, lane by lane.</summary>
    internal ref struct Sums
    {
        /// <summary>What only shrinks, and raises the score.</summary>
        internal Vector256<double> Rising;

        /// <summary>What only shrinks, and lowers the score; not negative itself.</summary>
        internal Vector256<double> Falling;

        /// <summary>What stays.</summary>
        internal Vector256<double> Constant;
    }
}

/// <summary>One term of a score with its weight worked in.</summary>
/// <param name="Slot">The tally.</param>
/// <param name="DecayRate">See <see cref="Decay.Rate"/>.</param>
/// <param name="Saturation">The decayed frequency that has half of its effect.</param>
/// <param name="Scale">Points of the score for a relevance of 1.</param>
/// <param name="FrequencyPoints">Points for a frequency of 1.</param>
/// <param name="RecencyPoints">Points for a recency of 1.</param>
/// <param name="CorrelationPoints">Points for the correlation.</param>
/// <param name="Correlation">The correlation, pinned or from the population.</param>
internal readonly record struct WeighedTerm(
    int Slot,
    double DecayRate,
    double Saturation,
    double Scale,
    double FrequencyPoints,
    double RecencyPoints,
    double CorrelationPoints,
    double Correlation);
