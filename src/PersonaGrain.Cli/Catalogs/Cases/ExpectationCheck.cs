using System.Globalization;
using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>Compares a profile with what is expected of it, and says why it is as it is.</summary>
internal sealed class ExpectationCheck(Expectation expectation, CaseProfile profile, ProfileView view)
{
    /// <summary>What is not as expected.</summary>
    public static IEnumerable<CaseFailure> Failures(Expectation expectation, CaseProfile profile)
    {
        if (profile.View(expectation.At) is not { } view)
        {
            return [new CaseFailure(expectation.Path, $"profile {expectation.Profile}", "there", "not there", ["no signal of it was taken before"])];
        }

        var check = new ExpectationCheck(expectation, profile, view);
        return [.. check.Segments(), .. check.TopSegment(), .. check.Scores(), .. check.Traits(), .. check.Events()];
    }

    private IEnumerable<CaseFailure> Segments()
    {
        if (expectation.Segments is not { } expected)
        {
            yield break;
        }

        string[] found = [.. view.Memberships.Select(membership => membership.Segment)];
        var missing = (expected.Exactly ?? expected.In).Except(found);
        var tooMany = expected.Exactly is { } exactly ? found.Except(exactly) : expected.NotIn.Intersect(found);
        foreach (var segment in missing.Concat(tooMany).ToArray())
        {
            var isIn = Array.IndexOf(found, segment) >= 0;
            yield return Fail($"segment {segment}", isIn ? "not in" : "in", isIn ? "in" : "not in", Why(profile.ExplainSegment(segment, expectation.At), 0));
        }
    }

    private IEnumerable<CaseFailure> TopSegment()
    {
        if (expectation.Segment is { } expected && expected != view.Segment)
        {
            yield return Fail("segment of the highest priority", expected, view.Segment ?? "none", Why(profile.ExplainSegment(expected, expectation.At), 0));
        }
    }

    private IEnumerable<CaseFailure> Scores()
    {
        foreach (var (score, expected) in expectation.Scores)
        {
            var found = view.Scores[score];
            if (found < expected.Least || found > expected.Most)
            {
                yield return Fail($"score {score}", expected.Text, Text(found), Why(profile.ExplainScore(score, expectation.At)));
            }
        }
    }

    private IEnumerable<CaseFailure> Traits()
    {
        foreach (var (trait, expected) in expectation.Traits)
        {
            var found = view.Traits.GetValueOrDefault(trait);
            if (found != expected)
            {
                yield return Fail($"trait {trait}", Text(expected), Text(found), []);
            }
        }
    }

    private IEnumerable<CaseFailure> Events()
    {
        if (expectation.Events is not { } expected)
        {
            yield break;
        }

        string[] found = [.. profile.Events];
        if (expected.Exactly is { } exactly ? exactly.SequenceEqual(found) : !expected.In.Except(found).Any() && !expected.NotIn.Intersect(found).Any())
        {
            yield break;
        }

        var asked = expected.Exactly is { } all ? Text(all)
            : string.Join(", ", expected.In.Concat(expected.NotIn.Select(name => "not " + name)));
        yield return Fail("events", asked, Text(found), []);
    }

    private CaseFailure Fail(string what, string expected, string found, IEnumerable<string> why) => new(expectation.Path, what, expected, found, [.. why]);

    private static IEnumerable<string> Why(ConditionFinding finding, int depth)
    {
        var found = finding.Found is null ? string.Empty : $": found {finding.Found}";
        yield return $"{new string(' ', 2 * depth)}{(finding.Holds ? "holds" : "fails")}  {finding.Condition}{found}";
        foreach (var line in finding.Parts.SelectMany(part => Why(part, depth + 1)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Why(ScoreExplanation explanation)
    {
        foreach (var term in explanation.Terms)
        {
            yield return $"{Text(term.Contribution)}  {term.Measure}: {term.Occurrences} times, last {(term.LastSeen is { } last ? last.ToString() : "never")}, "
                + $"frequency {Text(term.Frequency)} ({term.FrequencyText}), "
                + $"recency {Text(term.Recency)}, correlation {Text(term.Correlation)}, weight {Text(term.Weight)}";
        }

        foreach (var trait in explanation.Traits.Where(static trait => trait.Holds))
        {
            yield return $"{Text(trait.Contribution)}  {trait.Feature.Value}, weight {Text(trait.Feature.Weight)}";
        }

        foreach (var addition in explanation.Context)
        {
            yield return $"{Text(addition.Points)}  context[{addition.Index}] holds";
        }
    }

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(AttributeValue value) => value.Kind == AttributeKind.None ? "absent" : value.ToString();

    private static string Text(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
