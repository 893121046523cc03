using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>A grid that is full says so and takes nothing of the call; nothing is dropped in silence.</summary>
public abstract class BackpressureContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const int Callers = 48;
    private const int SignalsOfACall = 40;

    [ContractFact]
    public async Task Busy_takes_nothing_of_the_call_and_sending_again_loses_nothing()
    {
        await StartAsync(Some.Catalog(), new GridHostOptions { QueueCapacity = 64 });

        var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => FloodAsync(caller))));

        calls.Sum(call => call.Busy).ShouldBeGreaterThan(0, "the flood was meant to fill the queues");
        (await Grid.StatusAsync(Deadline)).Signals.ShouldBe(calls.Sum(call => call.Accepted));
        calls.Sum(call => call.Duplicate).ShouldBe(0, "a busy call must not have taken a part of itself");
    }

    [ContractFact]
    public async Task Call_larger_than_the_queue_is_taken_when_nothing_waits()
    {
        await StartAsync(Some.Catalog(), new GridHostOptions { QueueCapacity = 64 });

        var outcomes = await ObserveAsync([.. Enumerable.Range(0, 2_500).Select(index => Some.Observation($"visitor-{index % 9}"))]);

        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
    }

    /// <summary>Sends ten calls over many profiles; each is sent again, with the same ids, until it is taken.</summary>
    private async Task<(long Accepted, long Duplicate, long Busy)> FloodAsync(int caller)
    {
        long accepted = 0, duplicate = 0, busy = 0;
        for (var call = 0; call < 10; call++)
        {
            var observations = Enumerable.Range(0, SignalsOfACall)
                .Select(index => Some.Observation($"visitor-{caller}-{index}")).ToArray();
            while (true)
            {
                var result = await Grid.ObserveAsync(observations, Deadline);
                if (result is ObserveResult.Observed observed)
                {
                    accepted += observed.Outcomes.Count(outcome => outcome.Status == ObservationStatus.Accepted);
                    duplicate += observed.Outcomes.Count(outcome => outcome.Status == ObservationStatus.Duplicate);
                    break;
                }

                result.ShouldBeOfType<ObserveResult.Busy>().RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
                busy++;
                await Task.Delay(1, Deadline);
            }
        }

        return (accepted, duplicate, busy);
    }
}
