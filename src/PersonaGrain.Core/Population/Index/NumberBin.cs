namespace PersonaGrain.Population.Index;

/// <summary>
/// Puts numbers in bins of three, two or one leading digits: 1.37 is in 1.37 to 1.38, in 1.3 to 1.4, and in 1 to 2. The bins of fewer digits are made of those of
/// more, so that counts can be made coarser later and stay exact.
/// </summary>
/// <remarks>
/// A bin begins with its least number and ends before the next one, below 0 too. What is less than 1e-12 from 0 counts as 0, what is 1e18 or more away as in the
/// outermost bin; a number that is by rounding alone below a bin's begin (1e-12 of it) is in the bin.
/// </remarks>
internal static class NumberBin
{
    private const double Rounding = 1e-12;
    private const double LeastSize = 1e-12;
    private const int Exponents = 1_000;
    private const int LeastExponent = -12;
    private const int MostExponent = 17;

    /// <summary>The bin of three digits that a number is in. The greater the number, the greater the bin.</summary>
    internal static int Of(double number)
    {
        var size = Math.Abs(number);
        if (size < LeastSize)
        {
            return 0;
        }

        var exponent = Math.Min((int)Math.Floor(Math.Log10(size)), MostExponent);
        var scaled = Scale(size, 2 - exponent);
        return number > 0 ? Above(exponent, Math.Floor(scaled * (1 + Rounding))) : -Below(exponent, Math.Ceiling(scaled * (1 - Rounding)));
    }

    /// <summary>The bin of fewer digits that a bin is in.</summary>
    /// <param name="bin">A bin.</param>
    /// <param name="digits">1 to 3.</param>
    internal static int Coarser(int bin, int digits)
    {
        var (width, code) = (Width(digits), Math.Abs(bin));
        var leading = code % (Exponents + 1);
        return bin switch
        {
            0 => 0,
            > 0 => code - (leading % width),
            _ => -(code + ((width - (leading % width)) % width)),
        };
    }

    /// <summary>Where a bin begins, and the least number behind it.</summary>
    internal static (double From, double To) Edges(int bin, int digits)
    {
        var (width, code) = (Width(digits), Math.Abs(bin));
        var (exponent, leading) = ((code / (Exponents + 1)) + LeastExponent - 1, code % (Exponents + 1));
        return bin switch
        {
            0 => (0, LeastSize),
            > 0 => (Scale(leading, exponent - 2), Scale(leading + width, exponent - 2)),
            _ => (-Scale(leading, exponent - 2), -Scale(leading - width, exponent - 2)),
        };
    }

    // The logarithm may have been rounded to another power of ten.
    private static int Above(int exponent, double digits) => digits switch
    {
        < 100 => Code(exponent - 1, 999),
        <= 999 => Code(exponent, (int)digits),
        _ => exponent < MostExponent ? Code(exponent + 1, 100) : Code(exponent, 999),
    };

    private static int Below(int exponent, double digits) => digits <= 100 ? Code(exponent - 1, 1_000) : Code(exponent, (int)Math.Min(digits, 1_000));

    private static int Code(int exponent, int digits) => ((exponent - LeastExponent + 1) * (Exponents + 1)) + digits;

    private static int Width(int digits) => digits switch { 3 => 1, 2 => 10, _ => 100 };

    /// <summary>A number times a power of ten, rounded once as far as the power is a double.</summary>
    private static double Scale(double number, int power) => power >= 0 ? number * Math.Pow(10, power) : number / Math.Pow(10, -power);
}
