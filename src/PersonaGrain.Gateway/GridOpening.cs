using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway;

/// <summary>A grid that is still being opened. Added to a host in place of an <c>IGridDirectory</c> or <c>IProfileGrid</c>, it lets the host listen at once.</summary>
/// <remarks>Until it is complete every call is answered 503 with how far it is, save the one that asks whether the process lives.</remarks>
public sealed class GridOpening
{
    private volatile OpeningState _state = new("opening", 0);
    private volatile IGridDirectory? _directory;

    /// <summary>Whether the grid is there.</summary>
    internal bool IsComplete => _directory is not null;

    /// <summary>How far it is.</summary>
    internal OpeningState State => _state;

    /// <summary>The workspaces; null while they are not there yet.</summary>
    internal IGridDirectory? Directory => _directory;

    /// <summary>Tells what is done now, and how much of it, from 0 to 1.</summary>
    /// <param name="step">A word that programs may read, such as <c>recovering</c>.</param>
    /// <param name="done">How much of the step is done.</param>
    public void Tell(string step, double done) => _state = new OpeningState(step, Math.Clamp(done, 0, 1));

    /// <summary>The grid is open: calls reach it from now on.</summary>
    public void Complete(IProfileGrid grid) => _directory = new SingleGridDirectory(grid);

    /// <summary>The grids of all workspaces are open: calls reach them from now on.</summary>
    public void Complete(IGridDirectory directory) => _directory = directory;
}

/// <summary>How far the opening of a grid is.</summary>
/// <param name="Step">What is done now.</param>
/// <param name="Done">How much of it, from 0 to 1.</param>
internal sealed record OpeningState(string Step, double Done);
