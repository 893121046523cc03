using PersonaGrain.Cli.Consoles;
using PersonaGrain.Profiles;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Shows a profile: memberships, scores as bars, traits, and when it changes by itself.</summary>
internal static class ProfileCard
{
    /// <summary>Writes the card.</summary>
    public static void Write(PersonaConsole console, ProfileView profile)
    {
        console.Answer($"{profile.Id}: {profile.Segment ?? "in no segment"}, {profile.Signals:N0} signals, as of {HumanTime.Of(profile.AsOf)}");
        if (profile is { FirstSeen: { } first, LastSeen: { } last })
        {
            console.Answer($"first seen {HumanTime.Of(first)}, last {HumanTime.Of(last)} ({HumanTime.Of(profile.AsOf - last)} ago)");
        }

        console.Answer(profile.NextFlip is { } flip
            ? $"a membership changes by itself in {HumanTime.Of(flip - profile.AsOf)}, at {HumanTime.Of(flip)}"
            : "no membership changes by itself");
        WriteMemberships(console, profile);
        WriteScores(console, profile);
        WriteTraits(console, profile);
    }

    private static void WriteMemberships(PersonaConsole console, ProfileView profile)
    {
        if (profile.Memberships.Count == 0)
        {
            return;
        }

        var table = ConsoleTables.Create("segment", "since", "#for", "#version");
        foreach (var membership in profile.Memberships)
        {
            table.AddTexts(
                membership.Segment,
                HumanTime.Of(membership.Since),
                HumanTime.Of(profile.AsOf - membership.Since),
                membership.Version.ToString());
        }

        console.Answers.Write(table);
    }

    private static void WriteScores(PersonaConsole console, ProfileView profile)
    {
        if (profile.Scores.Count == 0)
        {
            return;
        }

        var table = ConsoleTables.Create("score", "#0..100", "");
        foreach (var (name, score) in profile.Scores)
        {
            table.AddTexts(name, score.ToString("N1"), Bars.Of(score, 100));
        }

        console.Answers.Write(table);
    }

    private static void WriteTraits(PersonaConsole console, ProfileView profile)
    {
        if (profile.Traits.Count == 0)
        {
            return;
        }

        var table = ConsoleTables.Create("trait", "value");
        foreach (var (name, value) in profile.Traits)
        {
            table.AddTexts(name, value.ToString());
        }

        console.Answers.Write(table);
    }
}
