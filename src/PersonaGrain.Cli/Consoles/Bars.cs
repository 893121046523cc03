namespace PersonaGrain.Cli.Consoles;

/// <summary>Bars made of characters, for tables.</summary>
internal static class Bars
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>A bar of a part of a whole; the whole is <paramref name="width"/> characters. A part above zero shows at least a trace.</summary>
    public static string Of(double part, double whole, int width = 24)
    {
        if (part <= 0 || whole <= 0)
        {
            return string.Empty;
        }

        var eighths = Math.Max(1, (int)Math.Round(Math.Min(1, part / whole) * width * 8));
        var rest = eighths % 8;
        return new string('█', eighths / 8) + (rest == 0 ? string.Empty : Eighths[rest].ToString());
    }
}
