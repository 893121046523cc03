using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Indexing;

namespace PersonaGrain.Cli.Searches;

/// <summary><c>persona top FIELD</c>: who has most of an indexed trait or score.</summary>
internal static class TopCommand
{
    private const int MaximumRows = 10_000;

    public static Command Create(PersonaConsole console)
    {
        var field = new Argument<string>("FIELD") { Description = "An indexed trait, such as spend, or score.NAME" };
        var ascending = new Option<bool>("--ascending") { Description = "The least first" };
        var segment = new Option<string?>("--segment") { Description = "Only members of this segment", HelpName = "NAME" };
        var accounts = new Option<bool>("--accounts") { Description = "Accounts in place of people" };
        var where = new Option<JsonNode[]>("--where")
        {
            Description = "Only those for whom this holds: city=London, score.loyalty>=50; may be repeated",
            HelpName = "CONDITION",
            CustomParser = Conditions,
        };
        var fields = ListOptions.Fields();
        var limit = ListOptions.Limit("At most so many rows (1 to 10,000)", MaximumRows);
        limit.DefaultValueFactory = static _ => 20;
        var json = SharedOptions.Json();
        var csv = new Option<string>("--format") { Description = "csv: cells with a header, as mail tools want them; json: as --json" };
        csv.AcceptOnlyFromAmong("csv", "json");
        var command = new Command("top", "Shows who has most of an indexed trait or score, with fields of your choice")
        {
            field, ascending, segment, accounts, where, fields, limit, json, csv,
        };
        var choice = new GridChoice(command, "With --url: a read key to show");
        command.SetAction(async (parsed, cancellation) =>
        {
            var isJson = parsed.GetValue(json) || parsed.GetValue(csv) == "json";
            if (isJson && parsed.GetValue(csv) == "csv")
            {
                return console.Fail(ExitCode.Usage, "--json and --format csv do not go together");
            }

            if (!choice.TryOpen<IProfileSearch>(
                parsed, console, store => new StoredSearch(console, store), grid => new ServedSearch(grid), out var search, out var refused))
            {
                return refused;
            }

            using var _ = search;
            var name = parsed.GetRequiredValue(field);
            var told = parsed.GetValue(fields) ?? [];
            var body = SearchBody.Of(name, parsed.GetValue(ascending), parsed.GetValue(segment), parsed.GetValue(where) ?? [], told);
            body["accounts"] = parsed.GetValue(accounts);
            var found = await FindAsync(search, body, parsed.GetValue(limit) ?? MaximumRows, cancellation);
            if (found.Json is not { } answer)
            {
                return found.ExitCode;
            }

            Action tell = isJson ? () => TellJson(console, answer)
                : parsed.GetValue(csv) == "csv" ? () => TopCsv.Write(console.Output, answer, told)
                : () => TopTable.Write(console, answer, name, told);
            tell();
            if (!isJson)
            {
                SearchWords.TellOrder(console, answer.GetProperty("error").GetDouble(), answer.GetProperty("complete").GetBoolean());
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    /// <summary>Pages, joined into one: a page may have fewer than were asked for while others follow.</summary>
    private static async Task<GridAnswer> FindAsync(IProfileSearch search, JsonObject body, int limit, CancellationToken cancellation)
    {
        var profiles = new JsonArray();
        while (true)
        {
            body["limit"] = Math.Min(limit - profiles.Count, ProfileSearch.MaximumLimit);
            var answer = await search.PageAsync(body, cancellation);
            if (answer.Json is not { } page)
            {
                return answer;
            }

            foreach (var profile in page.GetProperty("profiles").EnumerateArray())
            {
                profiles.Add(JsonNode.Parse(profile.GetRawText()));
            }

            var next = page.GetProperty("next").GetString();
            if (next is null || profiles.Count >= limit)
            {
                var all = JsonNode.Parse(page.GetRawText())!.AsObject();
                all["profiles"] = profiles;
                return new GridAnswer(JsonSerializer.SerializeToElement(all), 0);
            }

            body["cursor"] = next;
        }
    }

    private static void TellJson(PersonaConsole console, JsonElement answer)
    {
        using var answers = new JsonAnswers(console.Output);
        answers.Write(answer, static (writer, element) => element.WriteTo(writer));
    }

    private static JsonNode[] Conditions(ArgumentResult result)
    {
        var conditions = new List<JsonNode>();
        foreach (var token in result.Tokens)
        {
            if (SearchBody.Where(token.Value, out var fault) is { } condition)
            {
                conditions.Add(condition);
            }
            else
            {
                result.AddError(fault!);
            }
        }

        return [.. conditions];
    }
}
