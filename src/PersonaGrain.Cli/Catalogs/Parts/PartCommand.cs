using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PersonaGrain.Catalogs.Parts;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Predictions;

namespace PersonaGrain.Cli.Catalogs.Parts;

/// <summary><c>persona catalog part adoption</c>, <c>persona catalog part rfm</c>: parts of catalogs that come with the program.</summary>
internal static class PartCommand
{
    public static Command Create(PersonaConsole console)
    {
        Command[] parts = [Adoption(console), Rfm(console)];
        var list = new Option<bool>("--list") { Description = "List the parts that there are" };
        var command = new Command("part", "Prints a part of a catalog that comes with the program, or adds it to a catalog") { list };
        foreach (var part in parts)
        {
            command.Subcommands.Add(part);
        }

        command.SetAction(_ => List(console, parts));
        return command;
    }

    private static Command Adoption(PersonaConsole console)
    {
        var (name, into, priority) = (Name("What is adopted, such as espresso"), Into(), Priority());
        var affinity = new Option<string>("--affinity") { Description = "The score that says how much people like it", HelpName = "SCORE", Required = true };
        var reach = new Option<string?>("--reach") { Description = "The score that says how many others people reach; without it there are no influencers", HelpName = "SCORE" };
        var cuts = Numbers("--cuts", "The percentiles that part the six stages, among people whose affinity is above 0; default 97.5,84,50,16,2.5");
        var scores = Numbers("--scores", "The points of the score that part them instead, such as 90,75,50,25,10");
        var command = new Command("adoption", "Innovators, early adopters, … laggards by a score, and influencers by it and another one")
        {
            name, affinity, reach, cuts, scores, priority, into,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(cuts) is not null && result.GetResult(scores) is not null)
            {
                result.AddError("--cuts are percentiles and --scores are points; write one of the two");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            var (points, percentiles) = (parsed.GetValue(scores), parsed.GetValue(cuts));
            var part = new AdoptionPart(parsed.GetRequiredValue(name), parsed.GetRequiredValue(affinity))
            {
                Reach = parsed.GetValue(reach),
                Cuts = points is { Length: > 0 } ? points : percentiles is { Length: > 0 } ? percentiles : AdoptionStage.Percentiles,
                ByScore = points is { Length: > 0 },
                Priority = parsed.GetValue(priority),
            };
            return new PartRun(console).RunAsync(part.Make(), parsed.GetValue(into), cancellation);
        });
        return command;
    }

    private static Command Rfm(PersonaConsole console)
    {
        var (name, into, priority) = (Name("What is bought, or where, such as shop"), Into(), Priority());
        var signal = new Option<string>("--signal") { Description = "The signal, or measure, that purchases are", HelpName = "NAME", Required = true };
        var monetary = new Option<string>("--monetary")
        {
            Description = "Whether what purchases were worth is summed or averaged", DefaultValueFactory = _ => "sum", HelpName = "sum|mean",
        };
        monetary.AcceptOnlyFromAmong("sum", "mean");
        var command = new Command("rfm", "The ten named segments of recency, frequency and monetary value") { name, signal, monetary, priority, into };
        command.SetAction((parsed, cancellation) =>
        {
            var part = new RfmPart(parsed.GetRequiredValue(name), parsed.GetRequiredValue(signal))
            {
                Monetary = parsed.GetValue(monetary) == "mean" ? MonetaryValue.Mean : MonetaryValue.Sum,
                Priority = parsed.GetValue(priority),
            };
            return new PartRun(console).RunAsync(part.Make(), parsed.GetValue(into), cancellation);
        });
        return command;
    }

    private static void List(PersonaConsole console, IEnumerable<Command> parts)
    {
        var table = ConsoleTables.Create("part", "what it is");
        foreach (var part in parts)
        {
            table.AddTexts(part.Name, part.Description ?? string.Empty);
        }

        console.Answers.Write(table);
    }

    private static Option<string> Name(string description) => new("--name") { Description = description, HelpName = "NAME", Required = true };

    private static Option<string?> Into() => new("--into") { Description = "The catalog file to add it to, under the next version; default: print it", HelpName = "FILE" };

    private static Option<int> Priority() => new("--priority") { Description = "The priority of the segments; the member segment of the highest one is a profile's segment", HelpName = "N" };

    private static Option<double[]?> Numbers(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "A,B,C,D,E",
        CustomParser = static result =>
        {
            var numbers = new List<double>();
            foreach (var text in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
            {
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                {
                    numbers.Add(number);
                }
                else
                {
                    result.AddError($"'{text}' is no number; write numbers with commas between them, such as 97.5,84,50,16,2.5");
                    return null;
                }
            }

            return [.. numbers];
        },
    };
}
