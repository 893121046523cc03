using System.Globalization;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Shows why a profile is as it is: its memberships, its scores taken apart measure by measure, and what its computed traits are made of.</summary>
internal static class ExplanationCard
{
    /// <summary>Writes the card.</summary>
    public static void Write(PersonaConsole console, ProfileExplanation explanation)
    {
        var view = explanation.View;
        console.Answer(TerminalText.Of($"{view.Id}: {view.Segment ?? "in no segment"}, {view.Signals:N0} signals, as of {HumanTime.Of(view.AsOf)}"));
        WriteMemberships(console, explanation.Memberships);
        foreach (var score in explanation.Scores)
        {
            Write(console, score);
        }

        WriteTraits(console, explanation.ComputedTraits);
    }

    private static void WriteMemberships(PersonaConsole console, IReadOnlyList<MembershipExplanation> memberships)
    {
        if (memberships.Count == 0)
        {
            return;
        }

        var table = ConsoleTables.Create("segment", "since", "why");
        foreach (var (membership, why) in memberships)
        {
            table.AddTexts(membership.Segment, HumanTime.Of(membership.Since), why.ToSentence());
        }

        console.Answers.Write(table);
    }

    private static void Write(PersonaConsole console, ScoreExplanation score)
    {
        var clamped = score.Unclamped != score.Value ? $", kept within 0 and 100: its parts give {Text(score.Unclamped)}" : string.Empty;
        console.Answer($"{score.Score}: {Text(score.Value)} of 100{clamped}");
        PredictionText.Write(console, score);
        var table = ConsoleTables.Create("measure", "#count", "last", "#frequency", "#recency", "#correlation", "#weight", "#points", "frequency is of");
        foreach (var term in score.Terms)
        {
            table.AddTexts(
                term.Measure,
                term.Occurrences.ToString("N0", CultureInfo.InvariantCulture),
                term.LastSeen is { } last ? HumanTime.Of(last) : "never",
                Text(term.Frequency),
                Text(term.Recency),
                Text(term.Correlation),
                Text(term.Weight) + (term.IsLearned ? " learned" : string.Empty),
                Text(term.Contribution),
                term.FrequencyText);
        }

        foreach (var trait in score.Traits.Where(static trait => trait.Holds))
        {
            table.AddTexts([trait.Feature.Value.ToString(), .. Enumerable.Repeat(string.Empty, 5), Text(trait.Feature.Weight) + " learned", Text(trait.Contribution), string.Empty]);
        }

        if (score.Base != 0)
        {
            table.AddTexts(["at the centre itself", .. Enumerable.Repeat(string.Empty, 6), Text(score.Base), string.Empty]);
        }

        foreach (var addition in score.Context)
        {
            table.AddTexts([$"in context: {addition.Why}", .. Enumerable.Repeat(string.Empty, 6), Text(addition.Points), string.Empty]);
        }

        console.Answers.Write(table);
        foreach (var term in score.Terms.Where(static term => term.Association is not null))
        {
            console.Answer(TerminalText.Of($"  the correlation of {term.Measure}: {term.CorrelationText}"));
        }
    }

    private static void WriteTraits(PersonaConsole console, IReadOnlyList<ComputedTraitExplanation> traits)
    {
        if (traits.Count == 0)
        {
            return;
        }

        var table = ConsoleTables.Create("computed trait", "value", "exactness", "of what");
        foreach (var trait in traits)
        {
            table.AddTexts(trait.Name, trait.Value.Kind == AttributeKind.None ? "–" : trait.Value.ToString(), Exactness(trait), trait.Of);
        }

        console.Answers.Write(table);
    }

    private static string Exactness(ComputedTraitExplanation trait) => trait.Accuracy switch
    {
        TraitAccuracy.Exact => "exact",
        TraitAccuracy.Approximate => string.Create(CultureInfo.InvariantCulture, $"± {trait.Error:G3}"),
        TraitAccuracy.Estimated => trait.Interval is { } interval ? $"estimated, {interval}" : "estimated",
        _ => "truncated",
    };

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
