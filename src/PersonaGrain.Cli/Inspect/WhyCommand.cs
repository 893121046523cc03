using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona why PROFILE SEGMENT</c>: why a profile is in a segment, or is not, and what it would take.</summary>
internal static class WhyCommand
{
    public static Command Create(PersonaConsole console)
    {
        var id = new Argument<string>("PROFILE") { Description = "The profile's id, or any identity of it" };
        var segment = new Argument<string>("SEGMENT") { Description = "The segment's name" };
        return new InspectOptions().AddTo(
            new Command("why", "Says why a profile is in a segment, or is not: its condition part by part, until when each stands, and what it takes to enter or to stay") { id, segment },
            console,
            async (parsed, reader, json, cancellation) =>
            {
                var (profile, name) = (parsed.GetRequiredValue(id), parsed.GetRequiredValue(segment));
                if (!NamedIdentity.TryParse(profile, reader.Kinds, out var named, out var fault))
                {
                    return console.Fail(ExitCode.NotFound, fault.Message);
                }

                var (_, known) = await named.FindAsync(async key =>
                    await reader.WhyAsync(key, name, cancellation) is var answer and not WhyResult.UnknownProfile ? answer : null);
                switch (known)
                {
                    case WhyResult.Explained(var explanation):
                        Tell(console, explanation, json);
                        return (int)ExitCode.Done;
                    case WhyResult.UnknownSegment:
                        return console.Fail(ExitCode.NotFound, $"the catalog has no segment '{name}' of such profiles{reader.Hint(name)}", "persona segments lists them");
                    default:
                        return console.Fail(ExitCode.NotFound, $"nothing was observed for '{profile}' up to {HumanTime.Of(reader.At)}", "ids are compared letter by letter");
                }
            });
    }

    private static void Tell(PersonaConsole console, SegmentExplanation explanation, bool json)
    {
        if (json)
        {
            using var answers = new JsonAnswers(console.Output);
            answers.Write(explanation, WhyJson.Write);
        }
        else
        {
            WhyCard.Write(console, explanation);
        }
    }
}
