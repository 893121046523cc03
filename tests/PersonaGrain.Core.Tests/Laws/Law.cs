using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace PersonaGrain.Laws;

/// <summary>Checks a law on many generated cases, from a fixed seed that a failure prints together with the smallest case found.</summary>
internal static class Law
{
    /// <summary>Names how many times as many cases are to be tried as the tests do by themselves, such as 10: a long search, before something of weight is changed.</summary>
    private const string TimesVariable = "PERSONAGRAIN_LAW_TIMES";

    private static readonly int Times =
        int.TryParse(Environment.GetEnvironmentVariable(TimesVariable), CultureInfo.InvariantCulture, out var times) ? Math.Clamp(times, 1, 10_000) : 1;

    internal static void Holds<T>(Gen<T[]> cases, Action<T[]> law, int runs = 150, ulong seed = 20260301) =>
        Check.One(Configuration(runs, seed), Prop.ForAll(Arb.From(cases, Shrink), law));

    internal static void Holds<T>(Gen<T[]> cases, Func<T[], Task> law, int runs = 150, ulong seed = 20260301) =>
        Check.One(Configuration(runs, seed), Prop.ForAll(Arb.From(cases, Shrink), law));

    /// <summary>A number from a range, both ends included.</summary>
    internal static Gen<int> Number(int from, int to) => Gen.Choose(from, to);

    private static Config Configuration(int runs, ulong seed)
    {
        var replay = new Replay(new Rnd(seed, 20260302UL | 1), FSharpOption<int>.None);
        return Config.QuickThrowOnFailure.WithMaxTest(runs * Times).WithReplay(FSharpOption<Replay>.Some(replay));
    }

    private static IEnumerable<T[]> Shrink<T>(T[] items)
    {
        if (items.Length > 3)
        {
            yield return items[..(items.Length / 2)];
            yield return items[(items.Length / 2)..];
        }

        for (var index = 0; items.Length > 1 && index < items.Length; index++)
        {
            yield return [.. items[..index], .. items[(index + 1)..]];
        }
    }
}
