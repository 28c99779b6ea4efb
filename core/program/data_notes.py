"""Notes on the parts of the program that read and prepare the data, see `core.program.notes`."""

from core.messages import message
from core.program.note import Note

DATA_NOTES: dict[str, Note] = {
    "classes": Note(
        message("Classes"),
        message(
            "What the network's answers mean, in the order of its outputs. The files know only "
            "their numbers."
        ),
    ),
    "files": Note(
        message("Files"),
        message(
            "Where the program looks for the data. A different folder can be given at the "
            "start: --data FOLDER."
        ),
    ),
    "device": Note(
        message("Device"),
        message(
            "Where to compute. The weights and the data must be on the same device; .to(DEVICE) "
            "moves them there."
        ),
    ),
    "data_line": Note(
        message("The points"),
        message(
            "The true slope is 2, and the noise hides it a little. A column of numbers, (N, 1), "
            "is a batch of N examples with one number each: layers expect the batch first."
        ),
    ),
    "data_points": Note(
        message("The points"),
        message(
            "Points of the plane, drawn instead of read. Those to test with come from the same "
            "shape by other random numbers. RandomState is NumPy's old generator, which gives the "
            "same numbers in every version. A row for each point, (N, 2): layers expect the batch "
            "first."
        ),
    ),
    "shape": Note(
        message("The shape of the classes"),
        message(
            "Where the points of each class would lie without noise. y has the class of each "
            "point, and x gets a row for each."
        ),
    ),
    "read_idx": Note(
        message("Reading a file"),
        message(
            "An IDX file begins with a few numbers that say how many dimensions it has, and how "
            "long each one is. The grey levels follow, one byte each."
        ),
    ),
    "load_images": Note(
        message("Loading the images"),
        message(
            "Files that are already in the folder are read as they are; otherwise torchvision "
            "downloads them once. The test images are never trained on: they show how the "
            "network reads images it has not seen."
        ),
    ),
    "read_picture": Note(
        message("Reading a picture"),
        message(
            "The way MNIST was made: the drawing is cut out, scaled to 20 pixels, and placed "
            "with its centre of mass in the middle. So a network need not learn that the same "
            "digit can be large or small, here or there. Pillow reads the files; it comes with "
            "torchvision."
        ),
    ),
    "photographs": Note(
        message("From a photograph to ink"),
        message(
            "Paper is never evenly lit, and it has grain, lines and specks. These functions are "
            "the ones with which Inkling itself estimates the light on the paper, removes printed "
            "lines and noise, and keeps the ink."
        ),
    ),
    "unpack": Note(
        message("Unpacking"),
        message(
            "The files that are read are unpacked from the zip file into a temporary folder, "
            "which is removed as soon as the images are in memory. The limits keep a small file "
            "from filling the disk."
        ),
    ),
    "load_arrays": Note(
        message("Loading the arrays"),
        message(
            "A NumPy file holds one array, an archive each array under its name. Grey levels from "
            "0 to 1 become 0 to 255, and labels with a column for each class become the column's "
            "number."
        ),
    ),
    "load_tables": Note(
        message("Loading the tables"),
        message(
            "Each line of a table is an image: its class, then 784 grey levels, row by row. "
            "NumPy's loadtxt reads the lines as the rows of an array."
        ),
    ),
    "load_parts": Note(
        message("Training and test images"),
        message(
            "The test images are never trained on: they show how the network reads images it has "
            "not seen. Where no file holds test images, every sixth image of each class is held "
            "out."
        ),
    ),
    "load_pictures": Note(
        message("Loading the pictures"),
        message(
            "Each folder is a class. The pictures are shuffled, always in the same way, so that"
            " the first of them contain all classes. Those for testing are never trained on."
        ),
    ),
    "prepare": Note(
        message("Preparing the images"),
        message(
            "A fully connected layer takes a row of numbers, so each image becomes one. The "
            "size of the numbers matters: they multiply the weights' gradients, and so the "
            "steps. Whatever is done here must also be done to every image that the network "
            "reads later."
        ),
    ),
    "shuffle_pixels": Note(
        message("Shuffled pixels"),
        message(
            "The pixels of all images are put into the same random order. Nothing is lost, but "
            "neighbours are no longer neighbours. A fully connected network does not mind; a "
            "convolutional one does."
        ),
    ),
    "augment": Note(
        message("Augmentation"),
        message(
            "A digit that is turned or shifted a little is still the same digit. Because they "
            "change every time they are shown, the images are harder to memorise. Only training"
            " images are changed; test images are shown as they are."
        ),
    ),
}
