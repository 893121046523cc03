using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona profile ID</c>: one profile with its scores, memberships and traits.</summary>
internal static class ProfileCommand
{
    public static Command Create(PersonaConsole console)
    {
        var id = new Argument<string>("ID") { Description = "The profile's id, or any identity of it: anonymous:7f3, email:ann@example.org; a plain one is a user's, else an anonymous visitor's" };
        return new InspectOptions().AddTo(
            new Command("profile", "Shows a profile: segments, live scores, traits, and when it changes by itself") { id },
            console,
            (parsed, reader, json, cancellation) => ShowAsync(console, reader, parsed.GetRequiredValue(id), json, cancellation));
    }

    private static async Task<int> ShowAsync(PersonaConsole console, StoreReader reader, string id, bool json, CancellationToken cancellation)
    {
        if (!NamedIdentity.TryParse(id, reader.Kinds, out var named, out var fault))
        {
            return console.Fail(ExitCode.NotFound, fault.Message);
        }

        var (_, found) = await named.FindAsync(key => new ValueTask<ProfileView?>(reader.ProfileAsync(key, cancellation)));
        if (found is not { } profile)
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
