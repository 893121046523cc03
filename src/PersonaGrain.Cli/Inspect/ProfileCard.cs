using System.Globalization;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Shows a profile: memberships, scores as bars, traits, and when it changes by itself.</summary>
internal static class ProfileCard
{
    /// <summary>Writes the card.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="afterFlip">The profile as of its next flip, or null where it is not known.</param>
    public static void Write(PersonaConsole console, ProfileView profile, ProfileView? afterFlip)
    {
        console.Answer($"{profile.Id}: {profile.Segment ?? "in no segment"}, {profile.Signals:N0} signals, as of {HumanTime.Of(profile.AsOf)}");
        if (profile is { FirstSeen: { } first, LastSeen: { } last })
        {
            console.Answer($"first seen {HumanTime.Of(first)}, last {HumanTime.Of(last)} ({HumanTime.Of(profile.AsOf - last)} ago)");
        }

        WriteTies(console, profile);
        WriteFlip(console, profile, afterFlip);
        WriteMemberships(console, profile);
        WriteScores(console, profile);
        WriteTraits(console, profile);
    }

    private static void WriteTies(PersonaConsole console, ProfileView profile)
    {
        foreach (var belonging in profile.Accounts)
        {
            var role = belonging.Role.Length > 0 ? $" as {belonging.Role}" : string.Empty;
            console.Answer(TerminalText.Of($"belongs to {belonging.Account}{role} since {HumanTime.Of(belonging.At)}"));
        }

        if (profile.Members is { } members)
        {
            var roles = members.Roles.Select(static role => $"{role.Value:N0} {(role.Key.Length > 0 ? role.Key : "without a role")}");
            console.Answer(TerminalText.Of($"{CountText.Of(members.Count, "member")}{(members.Count > 0 ? $": {string.Join(", ", roles)}" : string.Empty)}"));
        }
    }

    private static void WriteFlip(PersonaConsole console, ProfileView profile, ProfileView? afterFlip)
    {
        if (profile.NextFlip is not { } flip)
        {
            console.Answer("no membership changes by itself");
            return;
        }

        var before = profile.Memberships.Select(membership => membership.Segment).ToHashSet();
        var after = afterFlip?.Memberships.Select(membership => membership.Segment).ToHashSet() ?? before;
        var changes = before.Except(after).Select(segment => $"leaves {segment}").Concat(after.Except(before).Select(segment => $"enters {segment}")).ToList();
        var what = changes.Count == 0 ? "a membership changes by itself" : string.Join(" and ", changes);
        console.Answer($"{what} in {HumanTime.Of(flip - profile.AsOf)}, at {HumanTime.Of(flip)}, if nothing arrives until then");
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

        var table = ConsoleTables.Create("trait", "value", "");
        foreach (var (name, value) in profile.Traits)
        {
            table.AddTexts(name, value.ToString(), Origin(profile, name));
        }

        console.Answers.Write(table);
    }

    private static string Origin(ProfileView profile, string trait) =>
        !profile.ComputedTraits.TryGetValue(trait, out var accuracy) ? string.Empty
        : accuracy == TraitAccuracy.Exact ? "computed"
        : accuracy == TraitAccuracy.Approximate ? string.Create(CultureInfo.InvariantCulture, $"computed, ± {profile.TraitErrors[trait]:G3}")
        : accuracy == TraitAccuracy.Estimated ? profile.TraitIntervals.TryGetValue(trait, out var interval) ? $"estimated, {interval}" : "estimated"
        : "computed, truncated";
}
