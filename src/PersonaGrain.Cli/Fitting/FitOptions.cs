using System.CommandLine;
using System.CommandLine.Parsing;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Fitting;

/// <summary>What every kind of fit can be told: the table, its columns, and where answers go.</summary>
internal sealed class FitOptions
{
    private const string Drop = "drop";
    private const string Comma = "comma";

    /// <summary>The options of a kind whose columns are these, in words.</summary>
    public FitOptions(string columns, bool needsFile = true)
    {
        File = new Argument<string?>("FILE")
        {
            Description = "A table (CSV or separated otherwise, plain or gzipped); - is standard input",
            Arity = needsFile ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        };
        Columns = new Option<string[]>("--columns")
        {
            Description = $"The columns, by name, position (#3) or as a product (pieces*price), with commas between them: {columns}",
            HelpName = "A,B,C",
            CustomParser = CommaList.Of,
        };
    }

    /// <summary>The table.</summary>
    public Argument<string?> File { get; }

    /// <summary>Its columns.</summary>
    public Option<string[]> Columns { get; }

    /// <summary>Which rows.</summary>
    public Option<RowFilter[]> Where { get; } = new("--where")
    {
        Description = "Take only rows whose field compares so, such as \"x>0\" or \"dataset=II\"; may be given several times",
        HelpName = "FILTER",
        CustomParser = ParseFilters,
    };

    /// <summary>What happens with rows that lack a value.</summary>
    public Option<string> Missing { get; } = Choice("--missing", "What becomes of rows in which a column is empty, NA, NaN or null: refuse (default) names the first one, drop leaves them out", "refuse", Drop);

    /// <summary>The decimal sign.</summary>
    public Option<string> Decimal { get; } = Choice("--decimal", "The decimal sign of numbers: point (default) or comma", "point", Comma);

    /// <summary>The table has no header.</summary>
    public Option<bool> NoHeader { get; } = new("--no-header") { Description = "The first line is a row; name columns by position" };

    /// <summary>Where chance comes from.</summary>
    public Option<int> Seed { get; } = new("--seed")
    {
        Description = "What random starting points are drawn from; the same seed gives the same answer",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    /// <summary>Where the answers for each row go.</summary>
    public Option<string?> Output { get; } = new("--output")
    {
        Description = "Write what is said of each row or customer to FILE: JSON lines where it ends in .json, .jsonl or .ndjson, else CSV",
        HelpName = "FILE",
    };

    /// <summary>JSON.</summary>
    public Option<bool> Json { get; } = SharedOptions.Json();

    /// <summary>Adds them to a command, and runs it by what is parsed.</summary>
    /// <param name="console">Where it answers.</param>
    /// <param name="command">The command, with its own options.</param>
    /// <param name="whyNot">What is wrong with the options taken together; null for nothing.</param>
    /// <param name="run">What it does.</param>
    public Command Build(PersonaConsole console, Command command, Func<ParseResult, string?> whyNot, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        command.Add(File);
        command.Options.Insert(0, Columns);
        foreach (var option in (Option[])[Where, Missing, Decimal, NoHeader, Seed, Output, Json])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => whyNot(parsed) is { } fault
            ? Task.FromResult(console.Fail(ExitCode.Usage, fault, $"persona fit {command.Name} --help says what can be written"))
            : run(parsed, cancellation));
        return command;
    }

    /// <summary>What is to be read, and where answers go.</summary>
    public FitRequest Request(ParseResult parsed, params IEnumerable<string> further) => RequestOf(parsed, [.. parsed.GetValue(Columns) ?? [], .. further]);

    /// <summary>The same, of columns in another order than they were named.</summary>
    public FitRequest RequestOf(ParseResult parsed, IReadOnlyList<string> columns) => new(
        parsed.GetValue(File) is { } file
            ? new TableRequest(file, columns)
            {
                Where = parsed.GetValue(Where) ?? [],
                HasHeader = !parsed.GetValue(NoHeader),
                DropsMissing = parsed.GetValue(Missing) == Drop,
                Notation = parsed.GetValue(Decimal) == Comma ? new NumberNotation(',', null) : NumberNotation.Plain,
            }
            : null,
        parsed.GetValue(Output),
        parsed.GetValue(Json));

    /// <summary>What is wrong with the number of columns; null for nothing.</summary>
    /// <param name="parsed">What is parsed.</param>
    /// <param name="least">The fewest.</param>
    /// <param name="most">The most.</param>
    /// <param name="words">The columns, in words.</param>
    public string? WhyNotColumns(ParseResult parsed, int least, int most, string words) => (parsed.GetValue(File), parsed.GetValue(Columns)?.Length ?? 0) switch
    {
        (null, _) => null,
        (_, 0) => $"--columns is needed: {words}",
        (_, var count) when count < least || count > most => $"--columns names {count}, and it takes {words}",
        _ => null,
    };

    private static Option<string> Choice(string name, string description, string standard, string other)
    {
        var option = new Option<string>(name) { Description = description, HelpName = $"{standard}|{other}", DefaultValueFactory = _ => standard };
        option.AcceptOnlyFromAmong(standard, other);
        return option;
    }

    private static RowFilter[] ParseFilters(ArgumentResult result)
    {
        var filters = new List<RowFilter>();
        foreach (var token in result.Tokens)
        {
            if (RowFilter.Parse(token.Value) is { } filter)
            {
                filters.Add(filter);
            }
            else
            {
                result.AddError($"'{token.Value}' is no filter; write a column, one of = != < <= > >=, and what it is compared with, such as \"x>0\"");
            }
        }

        return [.. filters];
    }
}
