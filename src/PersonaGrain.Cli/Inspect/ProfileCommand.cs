using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona profile ID</c>: one profile with its scores, memberships and traits.</summary>
internal static class ProfileCommand
{
    public static Command Create(PersonaConsole console)
    {
        var id = new Argument<string>("ID") { Description = "The profile's id" };
        return new InspectOptions().AddTo(
            new Command("profile", "Shows a profile: segments, live scores, traits, and when it changes by itself") { id },
            console,
            (parsed, reader, json, cancellation) => ShowAsync(console, reader, parsed.GetRequiredValue(id), json, cancellation));
    }

    private static async Task<int> ShowAsync(PersonaConsole console, StoreReader reader, string id, bool json, CancellationToken cancellation)
    {
        if (!ProfileId.TryParse(id, out var profileId, out var fault))
        {
            return console.Fail(ExitCode.NotFound, fault.Message);
        }

        if (await reader.ProfileAsync(profileId, cancellation) is not { } profile)
        {
            return console.Fail(ExitCode.NotFound, $"nothing was observed for '{id}' up to {HumanTime.Of(reader.At)}", "ids are compared letter by letter");
        }

        if (json)
        {
            using var answers = new JsonAnswers(console.Output);
            answers.Write(profile, ProfileJson.Write);
        }
        else
        {
            ProfileCard.Write(console, profile, await reader.AfterNextFlipAsync(profile, cancellation));
        }

        return (int)ExitCode.Done;
    }
}
