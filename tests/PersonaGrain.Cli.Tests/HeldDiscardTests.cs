using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Faults;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Tests;

/// <summary>A discard in several parts: each goes on where the one before says, and what is gone is told also where one fails.</summary>
public sealed class HeldDiscardTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData(null, "1,003 signals are set aside no more, and never count", "", 0)]
    [InlineData((int)ExitCode.StoreUnavailable, "", "1,000 signals are set aside no more; run the same again for the rest", (int)ExitCode.StoreUnavailable)]
    public async Task Parts_end_where_the_first_one_says_and_what_is_gone_is_told(int? fault, string answer, string notice, int exitCode)
    {
        await using var signals = new TwoParts(fault);

        var exit = await HeldDiscard.RunAsync(
            new PersonaConsole(_output, _error), signals, null, new QuarantineFilter { Type = "refunded" }, json: false, CancellationToken.None);

        (exit, _output.ToString().Trim(), _error.ToString().Trim()).ShouldBe((exitCode, answer, notice));
        signals.Asked.ShouldBe([(0, "refunded", null), (1_000, "refunded", 1_005)]);
    }

    /// <summary>A grid that gives up 1,000 signals of 1,003 in the first part.</summary>
    private sealed class TwoParts(int? fault) : IHeldSignals
    {
        public List<(long After, string? Type, long? Through)> Asked { get; } = [];

        public Task<GridAnswer> DiscardAsync(QuarantineFilter filter, long after, CancellationToken cancellation)
        {
            Asked.Add((after, filter.Type, filter.Through));
            return Task.FromResult(after == 0 ? Answer("""{"discarded":1000,"next":1000,"through":1005}""")
                : fault is { } code ? new GridAnswer(null, code)
                : Answer("""{"discarded":3,"next":null}"""));
        }

        public Task<GridAnswer> ListAsync(long after, int limit, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<GridAnswer> ReplayAsync(long after, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<GridAnswer> DiscardOneAsync(long position, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => default;

        private static GridAnswer Answer(string json) => new(JsonDocument.Parse(json).RootElement, 0);
    }
}
