using PersonaGrain.Binary;

namespace PersonaGrain.Population.Purchases;

/// <summary>People who bought on equally many days with a value after their first purchase, for a mean that lies in the same range of 0.5 %; halved, of 1, 2, 4 … %.</summary>
/// <param name="Purchases">How many purchases the mean is taken over.</param>
/// <param name="Range">The range, divided by 2 for each halving.</param>
internal readonly record struct SpendCell(long Purchases, int Range) : ICell<SpendCell>
{
    private const double Width = 0.005;

    /// <summary>The cell of a mean above 0.</summary>
    internal static SpendCell Of(long purchases, double mean) => new(purchases, (int)Math.Floor(Math.Log(mean) / Width));

    /// <inheritdoc />
    public SpendCell Halved => this with { Range = Range >> 1 };

    /// <summary>The mean in the middle of the range.</summary>
    internal double Mean(int halvings) => Math.Exp((Range + 0.5) * Width * (1L << halvings));

    /// <inheritdoc />
    public int OrderTo(SpendCell other) => Purchases != other.Purchases ? Purchases.CompareTo(other.Purchases) : Range.CompareTo(other.Range);

    /// <inheritdoc />
    public void Write(in ByteWriter writer)
    {
        writer.Signed(Purchases);
        writer.Signed(Range);
    }

    /// <inheritdoc />
    public static SpendCell Read(ref ByteReader reader, int halvings) => new(reader.Signed(), (int)reader.Signed());
}

/// <summary>What purchases were worth on average to a number of people.</summary>
/// <param name="Purchases">How many purchases the mean is taken over; those after the first one.</param>
/// <param name="Mean">The mean.</param>
/// <param name="People">How many.</param>
public readonly record struct SpendHistoryCell(long Purchases, double Mean, long People);
