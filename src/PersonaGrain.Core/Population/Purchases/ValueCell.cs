using PersonaGrain.Binary;

namespace PersonaGrain.Population.Purchases;

/// <summary>People of one value; halved, of values in the same range of 0.1, 0.2, 0.4 … % on either side of 0.</summary>
/// <param name="Number">The value; of one that was halved, the number of its range.</param>
/// <param name="Halvings">How often it was halved.</param>
internal readonly record struct ValueCell(double Number, int Halvings = 0) : ICell<ValueCell>
{
    private const double Width = 0.001;

    // Ranges of values from 1e-9 on have numbers above 0, and those on either side of 0 never become one.
    private const double Offset = 1 << 21;
    private const double Least = 1e-9;

    /// <inheritdoc />
    public ValueCell Halved => new(Halvings == 0 ? RangeOf(Number) : Math.Sign(Number) * Math.Floor(Math.Abs(Number) / 2), Halvings + 1);

    /// <summary>The value; of a range the one in its middle.</summary>
    internal double Value
    {
        get
        {
            var wide = Math.Pow(2, Halvings - 1);
            return Halvings == 0 || Number == 0 ? Number : Math.Sign(Number) * Math.Exp((((Math.Abs(Number) + 0.5) * wide) - Offset) * Width);
        }
    }

    /// <inheritdoc />
    public int OrderTo(ValueCell other) => Number.CompareTo(other.Number);

    /// <inheritdoc />
    public void Write(in ByteWriter writer) => writer.Number(Number);

    /// <inheritdoc />
    public static ValueCell Read(ref ByteReader reader, int halvings) => new(reader.Number(), halvings);

    private static double RangeOf(double value) =>
        Math.Abs(value) < Least ? 0 : Math.Sign(value) * (Math.Floor(Math.Log(Math.Abs(value)) / Width) + Offset);
}
