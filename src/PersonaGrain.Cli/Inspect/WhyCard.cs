using PersonaGrain.Cli.Consoles;
using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Shows why a profile is in a segment, or is not: the verdict, then the condition as a tree, a part a line.</summary>
internal static class WhyCard
{
    /// <summary>Writes the card.</summary>
    public static void Write(PersonaConsole console, SegmentExplanation explanation)
    {
        console.Answer(TerminalText.Of(
            $"{explanation.Id} is {(explanation.IsIn ? "in" : "not in")} {explanation.Segment}{Since(explanation)}, as of {HumanTime.Of(explanation.AsOf)}"));
        console.Answer(explanation.Until is { } until ? $"{(explanation.IsIn ? "leaves" : "enters")} {HumanTime.Of(until)} if nothing arrives" : "stays so if nothing arrives");
        Write(console, explanation.Why, string.Empty);
    }

    private static void Write(PersonaConsole console, ConditionFinding finding, string indent)
    {
        var found = finding.Found is null ? string.Empty : $": {finding.Found}";
        var until = finding.Until is { } instant ? $" (until {HumanTime.Of(instant)})" : string.Empty;
        console.Answer(TerminalText.Of($"{indent}{(finding.Holds ? "holds" : "not  ")}  {finding.Condition}{found}{until}{(finding.Decides ? string.Empty : ", does not decide")}"));
        if (finding.Takes is not null)
        {
            console.Answer(TerminalText.Of($"{indent}       takes {finding.Takes}"));
        }

        foreach (var part in finding.Parts)
        {
            Write(console, part, indent + "  ");
        }
    }

    private static string Since(SegmentExplanation explanation) => explanation.Since is not { } since ? string.Empty
        : explanation.Cause.Kind == CauseKind.Unrecorded ? $" since {HumanTime.Of(since)}"
        : $" since {HumanTime.Of(since)} (by {EventJson.Name(explanation.Cause.Kind)}{(explanation.Cause.Reference is { } reference ? $" {reference}" : string.Empty)})";
}
