using System.CommandLine;
using System.Text.Json;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Identities;

/// <summary><c>persona identity link|unlink|show|check</c>: who is who, in a store or in a grid that is served.</summary>
internal static class IdentityCommand
{
    private const string Written = "Written kind:value, such as anonymous:7f3 or email:ann@example.org; a plain text is a user's id";

    public static Command Create(PersonaConsole console) =>
        new("identity", "Makes identities one person, gives one back, shows those of a person, or checks all by the catalog's rules")
        {
            Link(console), Unlink(console), Show(console), Check(console),
        };

    private static Command Link(PersonaConsole console)
    {
        var identities = new Argument<string[]>("IDENTITY") { Description = "2 to 16 identities of one person. " + Written, Arity = new ArgumentArity(2, 16) };
        return AddTo(
            new Command("link", "Makes identities one person: what was known of each is known of that one") { identities },
            console,
            "With --url: a write key to show",
            (parsed, people, cancellation) => people.LinkAsync(parsed.GetRequiredValue(identities), cancellation),
            PersonText.OfLink);
    }

    private static Command Unlink(PersonaConsole console)
    {
        var identity = Identity();
        return AddTo(
            new Command("unlink", "Gives an identity back, with exactly the signals that came by it") { identity },
            console,
            "With --url: an admin key to show",
            (parsed, people, cancellation) => people.UnlinkAsync(parsed.GetRequiredValue(identity), cancellation),
            PersonText.OfUnlink);
    }

    private static Command Show(PersonaConsole console)
    {
        var identity = Identity();
        return AddTo(
            new Command("show", "Shows the identities of a person, by any of them: when and why each came") { identity },
            console,
            "With --url: a read key to show",
            (parsed, people, cancellation) => people.PersonAsync(parsed.GetRequiredValue(identity), cancellation),
            PersonText.OfPerson);
    }

    private static Command Check(PersonaConsole console)
    {
        var catalog = new Option<string?>("--catalog")
        {
            Description = "Ask the rules of this catalog, before it is put in force; without it those in force",
            HelpName = "FILE",
        };
        var apply = new Option<bool>("--apply") { Description = "Give back what the rules in force speak against; it may be stopped and run again" };
        var command = new Command("check", "Lists the identities of people joined before that the catalog's rules speak against by now; changes nothing") { catalog, apply };
        command.Validators.Add(result =>
        {
            if (result.GetValue(apply) && result.GetValue(catalog) is not null)
            {
                result.AddError("--apply is for the rules in force; put the catalog in force first, and leave --catalog out");
            }
        });
        return AddTo(
            command,
            console,
            "With --url: an admin key to show",
            (parsed, people, json, cancellation) => new RuleRun(console, people, json).RunAsync(parsed.GetValue(catalog), parsed.GetValue(apply), cancellation));
    }

    private static Argument<string> Identity() => new("IDENTITY") { Description = "The identity. " + Written };

    private static Command AddTo(
        Command command,
        PersonaConsole console,
        string keyDescription,
        Func<ParseResult, IPeople, CancellationToken, Task<GridAnswer>> ask,
        Func<JsonElement, IEnumerable<string>> tell) =>
        AddTo(command, console, keyDescription, async (parsed, people, json, cancellation) => Tell(console, await ask(parsed, people, cancellation), json, tell));

    private static Command AddTo(
        Command command, PersonaConsole console, string keyDescription, Func<ParseResult, IPeople, bool, CancellationToken, Task<int>> run)
    {
        var (choice, json) = (new GridChoice(command, keyDescription), SharedOptions.Json());
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!choice.TryOpen<IPeople>(parsed, console, store => new StoredPeople(console, store), grid => new ServedPeople(grid), out var people, out var refused))
            {
                return refused;
            }

            await using var _ = people;
            return await run(parsed, people, parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static int Tell(PersonaConsole console, GridAnswer answer, bool json, Func<JsonElement, IEnumerable<string>> tell)
    {
        if (answer.Json is not { } told)
        {
            return answer.ExitCode;
        }

        foreach (var line in json ? [told.GetRawText()] : tell(told))
        {
            console.Answer(json ? line : TerminalText.Of(line));
        }

        return (int)ExitCode.Done;
    }
}
