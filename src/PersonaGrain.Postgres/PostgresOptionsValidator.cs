using Npgsql;

namespace PersonaGrain.Postgres;

/// <summary>Finds every fault of <see cref="PostgresOptions"/> before anything connects.</summary>
public static class PostgresOptionsValidator
{
    /// <summary>Every fault, each with the option, its value and what to do; empty when sound. Never tells the connection string.</summary>
    public static IReadOnlyList<string> Validate(PostgresOptions options)
    {
        var faults = new List<string>();
        CheckConnectionString(options.ConnectionString, faults);
        CheckCount(faults, nameof(options.MaximumRowsPerCommit), options.MaximumRowsPerCommit, 1, 100_000);
        CheckCount(faults, nameof(options.MaximumBytesPerCommit), options.MaximumBytesPerCommit, 1 << 10, 256 << 20);
        CheckCount(faults, nameof(options.CommitsInFlight), options.CommitsInFlight, 1, 64);
        CheckCount(faults, nameof(options.QueueCapacity), options.QueueCapacity, 1, 10_000_000);
        CheckCount(faults, nameof(options.ReadConnections), options.ReadConnections, 1, 1_000);
        CheckSpan(faults, nameof(options.QueueTimeout), options.QueueTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        CheckSpan(faults, nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        CheckSpan(faults, nameof(options.StatementTimeout), options.StatementTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        CheckSpan(faults, nameof(options.RetryAfter), options.RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        CheckSpan(faults, nameof(options.EventPollInterval), options.EventPollInterval, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        CheckSpan(faults, nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        return faults;
    }

    /// <summary>Lets sound options pass.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message names all of them.</exception>
    internal static void ThrowIfFaulty(PostgresOptions options)
    {
        if (Validate(options) is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        }
    }

    private static void CheckConnectionString(string text, List<string> faults)
    {
        const string Form = "give Host=…;Database=…;Username=…";
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(parsed.Host))
            {
                faults.Add($"ConnectionString names no host; {Form}");
            }

            if (string.IsNullOrWhiteSpace(parsed.Database))
            {
                faults.Add($"ConnectionString names no database; {Form}");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or NotSupportedException)
        {
            faults.Add($"ConnectionString can not be read; {Form}");
        }
    }

    private static void CheckCount(List<string> faults, string option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            faults.Add($"{option} is {value}; give {least} to {most}");
        }
    }

    private static void CheckSpan(List<string> faults, string option, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            faults.Add($"{option} is {value}; give {least} to {most}");
        }
    }
}
