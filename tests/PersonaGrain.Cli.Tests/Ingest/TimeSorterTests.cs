using PersonaGrain.Cli.Ingest.Sorting;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Tests.Ingest;

public sealed class TimeSorterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("persona-sorter-");

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(64, 3)]
    [InlineData(10, 20)]
    public void Sorted_gives_every_line_by_time_then_profile_then_number(int bound, int runs)
    {
        var lines = Lines(200, seed: 7);
        using var sorter = new TimeSorter(bound, _folder.FullName);
        lines.ForEach(sorter.Add);

        var sorted = sorter.Sorted().Select(Text).ToList();

        sorter.Runs.ShouldBe(runs);
        sorter.WasInOrder.ShouldBeFalse();
        sorted.ShouldBe(InOrder(lines).Select(Text));
    }

    [Fact]
    public void Sorted_after_ordered_input_says_that_it_was_in_order()
    {
        using var sorter = new TimeSorter(10, _folder.FullName);
        var lines = InOrder(Lines(35, seed: 7))
            .Select((line, index) => line with { Number = index + 1 }).ToList();
        lines.ForEach(sorter.Add);

        sorter.Sorted().Select(Text).ShouldBe(lines.Select(Text));
        sorter.WasInOrder.ShouldBeTrue();
    }

    [Fact]
    public void Dispose_deletes_the_spilled_runs()
    {
        using (var sorter = new TimeSorter(10, _folder.FullName))
        {
            Lines(35, seed: 7).ForEach(sorter.Add);
            _folder.GetFiles().Length.ShouldBe(3);

            // Half-read runs must be deleted as well.
            sorter.Sorted().First().Number.ShouldBeGreaterThan(0);
        }

        _folder.GetFiles().ShouldBeEmpty();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<SourceLine> InOrder(IEnumerable<SourceLine> lines) => lines
        .OrderBy(line => line.Observation!.Value.Signal.Time.Ticks)
        .ThenBy(line => line.Observation!.Value.Profile.Value, StringComparer.Ordinal)
        .ThenBy(line => line.Number);

    private static string Text(SourceLine line)
    {
        var observation = line.Observation!.Value;
        return $"{line.Number} {line.Text} {observation.Profile} {observation.Signal.Id} {observation.Signal.Time} {observation.Signal.Value} {observation.Signal.Attributes["n"]} "
            + string.Join(',', observation.Others ?? []);
    }

    private static Identity[]? Others(int number) =>
        number % 3 == 0 ? null : [.. Enumerable.Range(0, number % 3).Select(index => new Identity("email", $"é{index}@{number}"))];

    private static List<SourceLine> Lines(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            var signal = new Signal
            {
                Id = $"s{number}",
                Type = "t",
                Time = Instant.FromUtc(2026, 1, 1) + TimeSpan.FromMinutes(random.Next(50)),
                Value = number * 0.5,
                Attributes = new AttributeSet(new KeyValuePair<string, AttributeValue>("n", AttributeValue.Of(number))),
            };
            return new SourceLine(number, $"line {number} – é", new Observation(ProfileId.Parse($"p{number % 7}"), signal) { Others = Others(number) }, null);
        })];
    }
}
