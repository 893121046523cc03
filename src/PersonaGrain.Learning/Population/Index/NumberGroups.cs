using System.Globalization;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Learning.Population.Index;

/// <summary>Makes few ranges of the many that a census counted: about ten with as many people each, with round ends, and what many people have for itself.</summary>
internal static class NumberGroups
{
    /// <summary>So few values are told one by one.</summary>
    private const int Few = 12;

    private const int Wanted = 10;

    /// <summary>0 alone ends nearer to itself.</summary>
    private const double LeastTold = 1e-9;

    /// <summary>The ranges of a trait, in order.</summary>
    internal static IEnumerable<(Characteristic Characteristic, SegmentCounts Counts)> Of(string trait, TraitValues values)
    {
        (double From, double To, SegmentCounts Counts)[] ranges = [.. values.Ranges];
        var all = ranges.Sum(static range => range.Counts.All);
        var groups = new List<(double From, double To, SegmentCounts Counts)>();
        var (before, place) = (0L, -1L);
        foreach (var range in ranges)
        {
            var count = range.Counts.All;
            var own = ranges.Length <= Few || count * Wanted >= all ? -2 : Math.Min(Wanted - 1, ((2 * before) + count) * Wanted / (2 * all));
            if (own >= 0 && own == place)
            {
                groups[^1] = (groups[^1].From, range.To, groups[^1].Counts.Plus(range.Counts));
            }
            else
            {
                groups.Add(range);
            }

            (before, place) = (before + count, own);
        }

        return groups.Select(group => (Name(trait, group.From, group.To, values.IsWhole), group.Counts));
    }

    private static Characteristic Name(string trait, double from, double to, bool isWhole)
    {
        (from, to) = isWhole ? (Math.Ceiling(from), Math.Ceiling(to)) : (from, to);
        var text = isWhole ? from == to - 1 ? Text(from) : $"{Text(from)}–{Text(to - 1)}"
            : from == 0 && to < LeastTold ? Text(0)
            : $"{Text(from)}–<{Text(to)}";
        return new Characteristic(CharacteristicKind.Trait, trait, text) { From = from, To = to };
    }

    private static string Text(double number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
