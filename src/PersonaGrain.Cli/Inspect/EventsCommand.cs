using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona events [--segment S] [--profile ID]</c>: what happened, one event a line.</summary>
internal static class EventsCommand
{
    public static Command Create(PersonaConsole console)
    {
        var segment = new Option<string?>("--segment") { Description = "Only events of this segment or trigger", HelpName = "NAME" };
        var profile = new Option<string?>("--profile") { Description = "Only events of this profile", HelpName = "ID" };
        return new InspectOptions().AddTo(
            new Command("events", "Lists entered, exited, triggered and retracted events in the order they were committed") { segment, profile },
            console,
            async (parsed, reader, json, cancellation) =>
            {
                var (wantedSubject, wantedProfile) = (parsed.GetValue(segment), parsed.GetValue(profile));
                using var answers = new JsonAnswers(console.Output);
                var isAny = false;
                await foreach (var happened in reader.EventsAsync(cancellation))
                {
                    if ((wantedSubject is null || happened.Subject == wantedSubject) && (wantedProfile is null || happened.Profile.Value == wantedProfile))
                    {
                        isAny = true;
                        Write(console, answers, happened, json);
                    }
                }

                if (!isAny && wantedSubject is not null && !reader.HasSegment(wantedSubject) && !reader.HasTrigger(wantedSubject))
                {
                    return console.Fail(
                        ExitCode.NotFound,
                        $"the catalog has no segment or trigger '{wantedSubject}', and nothing ever happened to one{reader.Hint(wantedSubject)}",
                        "persona segments lists the segments");
                }

                return (int)ExitCode.Done;
            });
    }

    private static void Write(PersonaConsole console, JsonAnswers answers, GridEvent happened, bool json)
    {
        if (json)
        {
            answers.Write(happened, EventJson.Write);
        }
        else
        {
            console.Answer($"{HumanTime.Of(happened.At)}  {EventJson.Name(happened.Kind),-9}  {happened.Subject}  {happened.Profile}{Because(happened.Cause)}");
        }
    }

    private static string Because(in Cause cause) => cause.Kind switch
    {
        CauseKind.Unrecorded => string.Empty,
        var kind when cause.Reference is { } reference => $"  ({EventJson.Name(kind)} {reference})",
        var kind => $"  ({EventJson.Name(kind)})",
    };
}
