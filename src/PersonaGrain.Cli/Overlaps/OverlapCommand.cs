using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Cli.Overlaps;

/// <summary><c>persona segments overlap [NAME…]</c>: how segments overlap, each with each.</summary>
internal static class OverlapCommand
{
    public static Command Create(PersonaConsole console)
    {
        var segments = new Argument<string[]>("NAME") { Description = $"The segments, at most {OverlapMatrix.Most}; default: the first ones by priority", Arity = ArgumentArity.ZeroOrMore };
        var accounts = new Option<bool>("--accounts") { Description = "Segments of accounts, where none is named" };
        var show = new Option<string>("--show") { Description = "What the table shows: share (of the row's members, of a hundred), both, jaccard or lift", DefaultValueFactory = static _ => OverlapTable.Share };
        show.AcceptOnlyFromAmong([.. OverlapTable.Shown]);
        var json = SharedOptions.Json();
        var command = new Command("overlap", "Tells how segments overlap: of each two how many are in both, which part of the one that is, Jaccard, lift") { segments, accounts, show, json };
        var choice = new GridChoice(command, "With --url: a read key to show");
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] names = [.. (parsed.GetValue(segments) ?? []).Distinct(StringComparer.Ordinal)];
            if (names.Length > OverlapMatrix.Most)
            {
                return console.Fail(ExitCode.Usage, $"there are {names.Length} names; at most {OverlapMatrix.Most} segments are put beside each other");
            }

            if (!choice.TryOpen<IOverlaps>(parsed, console, store => new StoredOverlaps(console, store), grid => new ServedOverlaps(grid), out var asked, out var refused))
            {
                return refused;
            }

            using var _ = asked;
            var answer = await asked.OverlapAsync(names, parsed.GetValue(accounts), cancellation);
            if (answer.Json is not { } matrix)
            {
                return answer.ExitCode;
            }

            if (parsed.GetValue(json))
            {
                using var answers = new JsonAnswers(console.Output);
                answers.Write(matrix, static (writer, whole) => whole.WriteTo(writer));
            }
            else
            {
                OverlapTable.Write(console, matrix, parsed.GetRequiredValue(show));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
