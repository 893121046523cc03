#pragma warning disable VSTHRD002 // Nothing is waited for: each of these throws where the task is not done yet.
namespace PersonaGrain.Embedded.Actors;

/// <summary>Takes the results of tasks that are done when they are handed over, since the store behind them answers at once.</summary>
internal static class AtOnce
{
    /// <summary>The result.</summary>
    /// <exception cref="InvalidOperationException">The task is not done.</exception>
    public static T Result<T>(ValueTask<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw NotDone();

    /// <summary>Throws what the task threw.</summary>
    /// <exception cref="InvalidOperationException">The task is not done.</exception>
    public static void Done(ValueTask task)
    {
        if (!task.IsCompleted)
        {
            throw NotDone();
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Throws what the task threw.</summary>
    /// <exception cref="InvalidOperationException">The task is not done.</exception>
    public static void Done(Task task)
    {
        if (!task.IsCompleted)
        {
            throw NotDone();
        }

        task.GetAwaiter().GetResult();
    }

    private static InvalidOperationException NotDone() => new("the store was to answer at once");
}
