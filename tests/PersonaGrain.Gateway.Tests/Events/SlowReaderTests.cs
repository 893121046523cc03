using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Events;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tests.Events;

public sealed class SlowReaderTests
{
    [Fact]
    public async Task Reader_that_does_not_take_an_event_is_the_reason_to_ask_for_no_more()
    {
        using var output = new HeldStream();
        var asked = 0;
        var stream = new EventStream(output, new EventFilter(null, null, AsAudience: false), TimeSpan.FromHours(1), static () => true);
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        context.Response.Body = output;

        var sending = TypedResults.ServerSentEvents(stream.ItemsAsync(EventsAsync(), 0, null, CancellationToken.None)).ExecuteAsync(context);
        await output.TakeAsync(); // the comment that opens the stream
        await output.OfferedAsync();
        asked.ShouldBe(1);
        await output.TakeAsync();
        await output.OfferedAsync();
        asked.ShouldBe(2);
        await output.TakeAsync();
        await output.TakeAsync();
        await sending;

        async IAsyncEnumerable<GridEvent> EventsAsync()
        {
            for (var position = 1; position <= 3; position++)
            {
                asked++;
                await Task.Yield();
                yield return new GridEvent(position, GridEventKind.Entered, ProfileId.Parse("ada"), "viewer", Instant.FromUtc(2026, 3, 1, 12), position);
            }
        }
    }

    /// <summary>A stream whose writes end when the test takes them.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private readonly SemaphoreSlim _offered = new(0);
        private readonly SemaphoreSlim _taken = new(0);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _offered.Release();
            await _taken.WaitAsync(cancellationToken);
        }

        /// <summary>Waits for a write, without taking it.</summary>
        internal async Task OfferedAsync()
        {
            (await _offered.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
            _offered.Release();
        }

        /// <summary>Waits for a write and takes it.</summary>
        internal async Task TakeAsync()
        {
            (await _offered.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
            _taken.Release();
        }

        protected override void Dispose(bool disposing)
        {
            _offered.Dispose();
            _taken.Dispose();
            base.Dispose(disposing);
        }
    }
}
