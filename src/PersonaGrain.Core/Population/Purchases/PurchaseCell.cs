using PersonaGrain.Binary;

namespace PersonaGrain.Population.Purchases;

/// <summary>People who bought equally often, for the first and the last time on the same days; halved, within the same 2, 4, 8 … days.</summary>
/// <param name="Frequency">x.</param>
/// <param name="First">The first day, divided by 2 for each halving.</param>
/// <param name="Last">The last day, so too.</param>
internal readonly record struct PurchaseCell(long Frequency, int First, int Last) : ICell<PurchaseCell>
{
    /// <inheritdoc />
    public PurchaseCell Halved => new(Frequency, First >> 1, Last >> 1);

    /// <summary>The history as of the middle of a day: where days were halved, from the middle of the first ones to the middle of the last ones.</summary>
    /// <remarks>Live, T goes from the beginning of the first day to the instant, which on average is the middle of a day.</remarks>
    internal PurchaseHistoryCell AsOf(long day, int halvings, long people)
    {
        var half = ((1L << halvings) - 1) / 2.0;
        var first = Math.Min(((long)First << halvings) + half, day);
        var last = Math.Clamp(((long)Last << halvings) + half, first, day);
        return new PurchaseHistoryCell(Frequency, Frequency == 0 ? 0 : last - first, day + 0.5 - first, people);
    }

    /// <inheritdoc />
    public int OrderTo(PurchaseCell other) =>
        Frequency != other.Frequency ? Frequency.CompareTo(other.Frequency) : First != other.First ? First.CompareTo(other.First) : Last.CompareTo(other.Last);

    /// <inheritdoc />
    public void Write(in ByteWriter writer)
    {
        writer.Signed(Frequency);
        writer.Signed(First);
        writer.Signed(Last);
    }

    /// <inheritdoc />
    public static PurchaseCell Read(ref ByteReader reader, int halvings) => new(reader.Signed(), (int)reader.Signed(), (int)reader.Signed());
}

/// <summary>A history of purchases that a number of people share; times are days.</summary>
/// <param name="Frequency">x.</param>
/// <param name="Recency">t_x.</param>
/// <param name="Age">T.</param>
/// <param name="People">How many.</param>
public readonly record struct PurchaseHistoryCell(long Frequency, double Recency, double Age, long People);
