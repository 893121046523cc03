using System.CommandLine;
using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Accounts;

/// <summary><c>persona account show|members|add|remove</c>: accounts and who belongs to them, in a store or in a grid that is served.</summary>
internal static class AccountCommand
{
    private const string ReadKey = "With --url: a read key to show";
    private const string AdminKey = "With --url: an admin key to show";

    public static Command Create(PersonaConsole console) =>
        new("account", "Shows an account and its members, makes people members, or takes them out")
        {
            Show(console), Members(console), Add(console), Remove(console),
        };

    private static Command Show(PersonaConsole console)
    {
        var account = Account();
        return AddTo(
            new Command("show", "Shows an account: its members by role, segments, scores, traits") { account },
            console,
            ReadKey,
            async (parsed, accounts, tell, cancellation) => tell(await accounts.ShowAsync(parsed.GetRequiredValue(account), cancellation), AccountText.OfAccount));
    }

    private static Command Members(PersonaConsole console)
    {
        var account = Account();
        return AddTo(
            new Command("members", "Lists the members of an account: role, since when, last seen, segments; with --json a page a line") { account },
            console,
            ReadKey,
            (parsed, accounts, tell, cancellation) => EachPageAsync(accounts, parsed.GetRequiredValue(account), tell, cancellation));
    }

    private static Command Add(PersonaConsole console)
    {
        var (account, person) = (Account(), Person());
        var role = new Option<string?>("--role")
        {
            Description = "What the person is to the account, such as buyer; without it a member keeps its role",
            HelpName = "ROLE",
        };
        role.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>()?.Trim() is { Length: 0 or > GroupSignal.RoleLength })
            {
                result.AddError($"a role has 1 to {GroupSignal.RoleLength} characters, such as buyer");
            }
        });
        return AddTo(
            new Command("add", "Makes a person a member of an account, or changes its role") { account, person, role },
            console,
            AdminKey,
            async (parsed, accounts, tell, cancellation) =>
            {
                var (who, what) = (parsed.GetRequiredValue(person), parsed.GetValue(role)?.Trim());
                return tell(await accounts.AddAsync(parsed.GetRequiredValue(account), who, what, cancellation), AccountText.OfChange);
            });
    }

    private static Command Remove(PersonaConsole console)
    {
        var (account, person) = (Account(), Person());
        return AddTo(
            new Command("remove", "Takes a person out of an account, with exactly the signals that came by it") { account, person },
            console,
            AdminKey,
            async (parsed, accounts, tell, cancellation) => tell(
                await accounts.RemoveAsync(parsed.GetRequiredValue(account), parsed.GetRequiredValue(person), cancellation), AccountText.OfChange));
    }

    private static Argument<string> Account() => new("ACCOUNT") { Description = "The account's id, such as acme" };

    private static Argument<string> Person() => new("PERSON")
    {
        Description = "Any identity of the person, such as ann or email:ann@example.org; a plain text is a user's id",
    };

    private static async Task<int> EachPageAsync(IAccounts accounts, string account, Teller tell, CancellationToken cancellation)
    {
        string? cursor = null;
        do
        {
            var page = await accounts.MembersAsync(account, cursor, cancellation);
            if (tell(page, AccountText.OfMembers) is var exit and not (int)ExitCode.Done)
            {
                return exit;
            }

            cursor = page.Json!.Value.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return (int)ExitCode.Done;
    }

    private static Command AddTo(
        Command command, PersonaConsole console, string keyDescription, Func<ParseResult, IAccounts, Teller, CancellationToken, Task<int>> run)
    {
        var (choice, json) = (new GridChoice(command, keyDescription), SharedOptions.Json());
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!choice.TryOpen<IAccounts>(parsed, console, store => new StoredAccounts(console, store), grid => new ServedAccounts(grid), out var accounts, out var refused))
            {
                return refused;
            }

            await using var _ = accounts;
            return await run(parsed, accounts, (answer, words) => Tell(console, answer, parsed.GetValue(json), words), cancellation);
        });
        return command;
    }

    private static int Tell(PersonaConsole console, GridAnswer answer, bool json, Func<JsonElement, IEnumerable<string>> words)
    {
        if (answer.Json is not { } told)
        {
            return answer.ExitCode;
        }

        foreach (var line in json ? [told.GetRawText()] : words(told))
        {
            console.Answer(json ? line : TerminalText.Of(line));
        }

        return (int)ExitCode.Done;
    }

    /// <summary>Tells an answer as JSON or in words; the exit code after it.</summary>
    private delegate int Teller(GridAnswer answer, Func<JsonElement, IEnumerable<string>> words);
}
