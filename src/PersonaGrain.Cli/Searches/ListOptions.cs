using System.CommandLine;
using PersonaGrain.Cli.Fitting;

namespace PersonaGrain.Cli.Searches;

/// <summary>The options of commands that list profiles.</summary>
internal static class ListOptions
{
    /// <summary><c>--fields A,B</c>.</summary>
    public static Option<string[]> Fields() => new("--fields")
    {
        Description = "What to tell of each: traits, score.NAME, segment, segments, since, firstSeen, lastSeen, signals, "
            + "accuracy (which computed traits are not exact); "
            + "trait.NAME is a trait that the catalog does not declare",
        HelpName = "A,B,C",
        CustomParser = CommaList.Of,
    };

    /// <summary><c>--limit N</c>, from 1 on.</summary>
    public static Option<int?> Limit(string description, int most = int.MaxValue)
    {
        var limit = new Option<int?>("--limit") { Description = description, HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number < 1 || number > most))
            {
                result.AddError(FormattableString.Invariant($"--limit is a whole number from 1 to {most:N0}"));
            }
        });
        return limit;
    }
}
