using PersonaGrain.Binary;

namespace PersonaGrain.Population.Outcomes;

/// <summary>
/// Whether an outcome follows a measure: the 2 × 2 table of people by what they had done at one landmark each, and what came within the horizon
/// after it.
/// </summary>
/// <remarks>
/// One landmark a person, so that the people are independent. A mergeable count: people can be added and taken out. Estimates are of the table with
/// <see cref="PriorPeople"/> people added to it as if the two had nothing to do with one another, which shrinks φ by n / (n + k), and lift
/// towards 1 by the same. Nothing is claimed with fewer than <see cref="MinimumPeople"/> people in a margin.
/// </remarks>
/// <param name="Both">Had the measure, and the outcome followed.</param>
/// <param name="MeasureOnly">Had the measure, and the outcome did not follow.</param>
/// <param name="OutcomeOnly">Had not the measure, and the outcome followed.</param>
/// <param name="Neither">Had not the measure, and the outcome did not follow.</param>
public readonly record struct TimedAssociation(long Both, long MeasureOnly, long OutcomeOnly, long Neither)
{
    /// <summary>With fewer people with the measure or without it, with the outcome or without it, nothing is claimed.</summary>
    public const int MinimumPeople = 30;

    /// <summary>k: how many people the prior of no association weighs.</summary>
    public const int PriorPeople = 4;

    private const double NormalQuantile = 1.959963984540054;

    /// <summary>n: how many people were counted.</summary>
    public long People => Both + MeasureOnly + OutcomeOnly + Neither;

    /// <summary>Whether there are enough people to say anything.</summary>
    public bool IsClaimed => Both + MeasureOnly >= MinimumPeople && OutcomeOnly + Neither >= MinimumPeople
        && Both + OutcomeOnly >= MinimumPeople && MeasureOnly + Neither >= MinimumPeople;

    /// <summary>φ, in [−1, 1]: Pearson's correlation of the two as 0 and 1, shrunk; 0 where nothing is claimed.</summary>
    public double Phi => IsClaimed ? Shares.Phi : 0;

    /// <summary>
    /// The 95 % interval of φ: its delta-method error (Bishop, Fienberg, Holland 1975) on Fisher's scale; all of [−1, 1] where nothing is claimed.
    /// </summary>
    public (double Low, double High) PhiInterval
    {
        get
        {
            if (!IsClaimed)
            {
                return (-1, 1);
            }

            var (z, half) = (Math.Atanh(Shares.Phi), NormalQuantile * Shares.FisherError(People));
            return (Math.Tanh(z - half), Math.Tanh(z + half));
        }
    }

    /// <summary>
    /// How many times more often the outcome follows where the measure is than it does on the whole, shrunk; 1 where nothing is claimed.
    /// </summary>
    public double Lift => IsClaimed ? Shares.Lift : 1;

    /// <summary>The 95 % interval of the lift, by the delta method on its logarithm; from 0 without end where nothing is claimed.</summary>
    public (double Low, double High) LiftInterval
    {
        get
        {
            if (!IsClaimed)
            {
                return (0, double.PositiveInfinity);
            }

            var factor = Math.Exp(NormalQuantile * Shares.LogLiftError(People));
            return (Shares.Lift / factor, Shares.Lift * factor);
        }
    }

    private TableShares Shares => TableShares.Of(this);

    /// <summary>The table with people added, or with a negative count taken out.</summary>
    /// <param name="hadMeasure">Whether they had the measure at their landmark.</param>
    /// <param name="outcomeFollowed">Whether the outcome followed.</param>
    /// <param name="people">How many.</param>
    public TimedAssociation With(bool hadMeasure, bool outcomeFollowed, long people) => (hadMeasure, outcomeFollowed) switch
    {
        (true, true) => this with { Both = Both + people },
        (true, false) => this with { MeasureOnly = MeasureOnly + people },
        (false, true) => this with { OutcomeOnly = OutcomeOnly + people },
        (false, false) => this with { Neither = Neither + people },
    };

    /// <summary>The table of both tables' people.</summary>
    public TimedAssociation Merge(TimedAssociation other) =>
        new(Both + other.Both, MeasureOnly + other.MeasureOnly, OutcomeOnly + other.OutcomeOnly, Neither + other.Neither);

    internal void Write(ByteWriter writer)
    {
        writer.Signed(Both);
        writer.Signed(MeasureOnly);
        writer.Signed(OutcomeOnly);
        writer.Signed(Neither);
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">The bytes are no table.</exception>
    internal static TimedAssociation Read(ref ByteReader reader) => new(reader.Signed(), reader.Signed(), reader.Signed(), reader.Signed());
}
