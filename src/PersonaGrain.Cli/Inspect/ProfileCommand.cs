using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona profile ID [--explain]</c>: one profile with its scores, memberships and traits, and why.</summary>
internal static class ProfileCommand
{
    public static Command Create(PersonaConsole console)
    {
        var id = new Argument<string>("ID") { Description = "The profile's id, or any identity of it: anonymous:7f3, email:ann@example.org; a plain one is a user's, else an anonymous visitor's" };
        var explain = new Option<bool>("--explain") { Description = "Say why: take memberships, scores and computed traits apart" };
        return new InspectOptions().AddTo(
            new Command("profile", "Shows a profile: segments, live scores, traits, and when it changes by itself") { id, explain },
            console,
            (parsed, reader, json, cancellation) => parsed.GetValue(explain)
                ? ShowAsync(console, reader, parsed.GetRequiredValue(id), key => reader.ExplainAsync(key, cancellation), explanation => Tell(console, explanation, json))
                : ShowAsync(
                    console, reader, parsed.GetRequiredValue(id), key => reader.ProfileAsync(key, cancellation), profile => TellAsync(console, reader, profile, json, cancellation)));
    }

    private static async Task<int> ShowAsync<T>(PersonaConsole console, StoreReader reader, string id, Func<ProfileId, Task<T?>> read, Func<T, Task> tell)
        where T : class
    {
        if (!NamedIdentity.TryParse(id, reader.Kinds, out var named, out var fault))
        {
            return console.Fail(ExitCode.NotFound, fault.Message);
        }

        var (_, found) = await named.FindAsync(key => new ValueTask<T?>(read(key)));
        if (found is null)
        {
            return console.Fail(ExitCode.NotFound, $"nothing was observed for '{id}' up to {HumanTime.Of(reader.At)}", "ids are compared letter by letter");
        }

        await tell(found);
        return (int)ExitCode.Done;
    }

    private static async Task TellAsync(PersonaConsole console, StoreReader reader, ProfileView profile, bool json, CancellationToken cancellation)
    {
        if (json)
        {
            using var answers = new JsonAnswers(console.Output);
            answers.Write(profile, ProfileJson.Write);
        }
        else
        {
            ProfileCard.Write(console, profile, await reader.AfterNextFlipAsync(profile, cancellation));
        }
    }

    private static Task Tell(PersonaConsole console, ProfileExplanation explanation, bool json)
    {
        if (json)
        {
            using var answers = new JsonAnswers(console.Output);
            answers.Write(explanation, ExplanationJson.Write);
        }
        else
        {
            ExplanationCard.Write(console, explanation);
        }

        return Task.CompletedTask;
    }
}
