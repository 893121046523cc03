using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Answers;

namespace PersonaGrain.Cli.Fitting.Features;

/// <summary>A kind of fit that compares rows by their features.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
internal sealed record FeatureCommand(string Name, string Description)
{
    /// <summary>Its own options.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>It can compare what it finds with known classes.</summary>
    public bool TakesClasses { get; init; }

    /// <summary>Makes the command.</summary>
    /// <param name="console">Where it answers.</param>
    /// <param name="answer">What it answers of a table, by its options and the seed.</param>
    public Command Create(PersonaConsole console, Func<FeatureTable, ParseResult, int, FitAnswer> answer)
    {
        var (options, scale) = (new FitOptions("the features"), ScaleOption.Create());
        var classes = new Option<string?>("--labels")
        {
            Description = "A column of known classes, to tell how well the clusters agree with them",
            HelpName = "COLUMN",
        };
        var command = new Command(Name, Description);
        foreach (var option in Options.Append(scale).Concat(TakesClasses ? [classes] : []))
        {
            command.Add(option);
        }

        return options.Build(console, command, parsed => options.WhyNotColumns(parsed, 1, 200, "at least one feature"), (parsed, cancellation) =>
        {
            var named = TakesClasses ? parsed.GetValue(classes) : null;
            var freedom = ScaleOption.Freedom(parsed.GetValue(scale));
            return new FitRun(console, Name, options.Request(parsed, named is null ? [] : [named]))
                .RunAsync(fields => answer(FeatureTable.Of(fields, named is not null, freedom), parsed, parsed.GetValue(options.Seed)),
                    cancellation);
        });
    }

    /// <summary>An option that takes a whole number.</summary>
    public static Option<int> Count(string name, string description, int least, int most, int standard)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} (default {standard})",
            HelpName = "N",
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
            {
                result.AddError($"{name} is a whole number from {least:N0} to {most:N0}");
            }
        });
        return option;
    }
}
